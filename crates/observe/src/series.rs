//! What happened when: one value per step.
//!
//! Counts are of events within the step; means are time averages over the step; levels are taken at its end.

use crate::Digester;

macro_rules! columns {
    ($(#[$doc:meta])* $name:ident {
        keys { $($(#[$kdoc:meta])* $key:ident: $ktype:ty,)* }
        counts { $($(#[$fdoc:meta])* $count:ident,)* }
        means { $($(#[$mdoc:meta])* $mean:ident,)* }
    }) => {
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
        keys {
        }
        counts {
            /// New visits.
            visits,
            /// Visits on the site at the end of the step.
            inside,
            /// Visits that ended with what they came for.
            served,
            /// Visits that ended without it because of the site's condition.
            lost,
            /// Requests sent, reloads included.
            requests,
            /// Requests answered while somebody was waiting: the goodput.
            answered,
            /// Requests refused because a line was full (503).
            refused,
            /// Requests that the gateway gave up on (504) or that failed inside.
            errors,
            /// Requests whose sender left before the answer.
            abandoned,
            /// Requests finished for nobody.
            wasted,
            /// Pages asked for again.
            reloads,
            /// Pages that loaded completely.
            pages,
            /// Median time of the pages that loaded in this step, in milliseconds; 0 when none did.
            page_p50_ms,
            /// 95th percentile, likewise.
            page_p95_ms,
            /// 99th percentile, likewise.
            page_p99_ms,
        }
        means {
        }
    }
}

columns! {
    /// What one station did.
    StationSeries {
        keys {
            /// The station's id.
            id: String,
            /// Servers of all instances together; 0 for unlimited.
            servers: u64,
            /// Places in line of all instances together; `u64::MAX` for unlimited.
            places: u64,
        }
        counts {
            /// Requests that came, refused ones included.
            arrived,
            /// Services that ended.
            served,
            /// Requests that found the line full.
            refused,
            /// Requests that gave up in line.
            given_up,
        }
        means {
            /// Servers busy (held ones included), mean over the step.
            busy,
            /// Requests in line, mean over the step.
            line,
        }
    }
}

columns! {
    /// How many servers of one station were held while another station had their request.
    HeldSeries {
        keys {
            /// Index of the station whose servers are held.
            holder: usize,
            /// Index of the station that the request is at.
            inner: usize,
        }
        counts {
        }
        means {
            /// Servers held while the request stood in the inner station's line, mean over the step.
            waiting,
            /// Servers held while the inner station worked on the request (or itself held it further in), mean over the step.
            in_service,
        }
    }
}

impl StationSeries {
    /// Share of the servers that were busy in `step` (0 to 1); `None` for unlimited servers.
    #[must_use]
    pub fn utilisation(&self, step: usize) -> Option<f64> {
        let busy = f64::from(*self.busy.get(step)?);
        (self.servers > 0).then(|| busy / self.servers as f64)
    }
}
