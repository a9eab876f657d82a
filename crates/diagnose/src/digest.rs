//! What a diagnosis adds to the name of a run.

use onrush_observe::Digester;

use crate::Diagnosis;

impl Diagnosis {
    /// Adds verdict, times, root and findings, bit by bit.
    pub fn digest(&self, d: &mut Digester) {
        let second = |s: Option<u32>| s.map_or(u64::MAX, u64::from);
        let station = |s: Option<usize>| s.map_or(u64::MAX, |s| s as u64);
        d.number(self.verdict as u64);
        d.number(second(self.first_break_s));
        d.number(second(self.recovered_s));
        d.number(station(self.root));
        d.number(self.findings.len() as u64);
        for finding in &self.findings {
            d.number(finding.id as u64);
            d.number(u64::from(finding.from_s));
            d.number(second(finding.until_s));
            d.number(station(finding.station));
            d.number(station(finding.because_of));
            d.number(finding.figures.len() as u64);
            for figure in &finding.figures {
                d.text(&figure.name);
                d.number(figure.value.to_bits());
            }
        }
    }
}
