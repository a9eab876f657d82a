//! What happened when: one value per step.
//!
//! Counts are of events within the step; means are time averages over the step; levels are taken at its end.

use crate::Digester;

macro_rules! columns {
    ($(#[$doc:meta])* $name:ident { $($(#[$kdoc:meta])* key $key:ident: $ktype:ty,)* $($(#[$fdoc:meta])* count $count:ident,)* $($(#[$mdoc:meta])* mean $mean:ident,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            $($(#[$kdoc])* pub $key: $ktype,)*
            $($(#[$fdoc])* pub $count: Vec<u32>,)*
            $($(#[$mdoc])* pub $mean: Vec<f32>,)*
        }

        impl $name {
            /// Reserves room for `steps` values in every column.
            pub fn reserve(&mut self, steps: usize) {
                $(self.$count.reserve_exact(steps);)*
                $(self.$mean.reserve_exact(steps);)*
            }

            pub(crate) fn digest(&self, d: &mut Digester) {
                $(d.text(&self.$key.to_string());)*
                $(d.numbers(&self.$count);)*
                $(d.means(&self.$mean);)*
            }
        }
    };
}

columns! {
    /// What the visitors did and saw.
    Series {
        /// New visits.
        count visits,
        /// Visits on the site at the end of the step.
        count inside,
        /// Visits that ended with what they came for.
        count served,
        /// Visits that ended without it because of the site's condition.
        count lost,
        /// Requests sent, reloads included.
        count requests,
        /// Requests answered while somebody was waiting: the goodput.
        count answered,
        /// Requests refused because a line was full (503).
        count refused,
        /// Requests that the gateway gave up on (504) or that failed inside.
        count errors,
        /// Requests whose sender left before the answer.
        count abandoned,
        /// Requests finished for nobody.
        count wasted,
        /// Pages asked for again.
        count reloads,
        /// Pages that loaded completely.
        count pages,
        /// Median time of the pages that loaded in this step, in milliseconds; 0 when none did.
        count page_p50_ms,
        /// 95th percentile, likewise.
        count page_p95_ms,
        /// 99th percentile, likewise.
        count page_p99_ms,
    }
}

columns! {
    /// What one station did.
    StationSeries {
        /// The station's id.
        key id: String,
        /// Servers of all instances together; 0 for unlimited.
        key servers: u64,
        /// Places in line of all instances together; `u64::MAX` for unlimited.
        key places: u64,
        /// Requests that came, refused ones included.
        count arrived,
        /// Services that ended.
        count served,
        /// Requests that found the line full.
        count refused,
        /// Requests that gave up in line.
        count given_up,
        /// Servers busy (held ones included), mean over the step.
        mean busy,
        /// Requests in line, mean over the step.
        mean line,
    }
}

columns! {
    /// How many servers of one station were held while another station had their request.
    HeldSeries {
        /// Index of the station whose servers are held.
        key holder: usize,
        /// Index of the station that the request is at.
        key inner: usize,
        /// Servers held while the request stood in the inner station's line, mean over the step.
        mean waiting,
        /// Servers held while the inner station worked on the request, mean over the step.
        mean in_service,
    }
}

impl StationSeries {
    /// Share of the servers that were busy in `step` (0 to 1); `None` for unlimited servers.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "server counts are small")]
    pub fn utilisation(&self, step: usize) -> Option<f64> {
        let busy = f64::from(*self.busy.get(step)?);
        (self.servers > 0).then(|| busy / self.servers as f64)
    }
}
