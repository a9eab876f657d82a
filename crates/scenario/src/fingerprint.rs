//! A short name for everything that can change a result.

use sha2::{Digest, Sha256};

use crate::Scenario;

impl Scenario {
    /// Sixteen hexadecimal digits, equal for scenarios that only differ in what cannot change a result: names, notes, ranges,
    /// owners, contacts, the story, the date and the time zone.
    ///
    /// ```
    /// # use onrush_scenario::{Scenario, story};
    /// let mut scenario = Scenario::read(story("mole-app").unwrap().file).unwrap();
    /// let before = scenario.fingerprint();
    /// scenario.name = "My own show".into();
    /// assert_eq!(scenario.fingerprint(), before);
    /// scenario.site.web.servers += 1;
    /// assert_ne!(scenario.fingerprint(), before);
    /// ```
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let hash = Sha256::digest(self.what_counts().write());
        let first = hash
            .iter()
            .take(8)
            .fold(0_u64, |number, &byte| (number << 8) | u64::from(byte));
        format!("{first:016x}")
    }

    /// The plan without what cannot change a result: what two plans with equal [`Scenario::fingerprint`]s have in common.
    #[must_use]
    pub fn what_counts(&self) -> Self {
        let mut bare = self.clone();
        bare.name.clear();
        bare.story = None;
        bare.lineage = None;
        bare.notes.clear();
        bare.ranges.clear();
        bare.contacts.clear();
        bare.clock.date.clear();
        bare.clock.time_zone.clear();
        bare.clock.utc_offset_minutes = 0;
        bare.regions.iter_mut().for_each(|r| r.name.clear());
        bare.journey.pages.iter_mut().for_each(|p| p.name.clear());
        let site = &mut bare.site;
        site.stocks.iter_mut().for_each(|s| s.name.clear());
        site.desks.iter_mut().for_each(|d| d.name.clear());
        site.third_parties.iter_mut().for_each(|p| p.name.clear());
        bare.incidents.iter_mut().for_each(|i| i.name.clear());
        for activity in &mut bare.activities {
            activity.name.clear();
            activity.owner = None;
        }
        bare
    }
}
