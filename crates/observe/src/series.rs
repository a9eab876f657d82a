//! What happened when: one value per step.
//!
//! Counts are of events within the step; means are time averages over the step; levels are taken at its end.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Digester;

macro_rules! columns {
    ($(#[$doc:meta])* $name:ident {
        keys { $($(#[$kdoc:meta])* $key:ident: $ktype:ty,)* }
        counts { $($(#[$fdoc:meta])* $count:ident,)* }
        means { $($(#[$mdoc:meta])* $mean:ident,)* }
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Default)]
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

            /// The same from this step on (see [`crate::Observations::since`]).
            pub(crate) fn rest_from(&self, step: usize) -> Self {
                Self {
                    $($key: self.$key.clone(),)*
                    $($count: self.$count.get(step..).unwrap_or_default().to_vec(),)*
                    $($mean: self.$mean.get(step..).unwrap_or_default().to_vec(),)*
                }
            }

            /// Column by column in the order above, without their names.
            fn parts(&self) -> (($($ktype,)*), Vec<&Vec<u32>>, Vec<&Vec<f32>>) {
                (($(self.$key.clone(),)*), vec![$(&self.$count,)*], vec![$(&self.$mean,)*])
            }

            pub(crate) fn digest(&self, d: &mut Digester) {
                $(d.text(&self.$key.to_string());)*
                $(d.numbers(&self.$count);)*
                $(d.means(&self.$mean);)*
            }
        }

        // Derived code has a part for each of the columns; these go through them in a loop, which spares the page kilobytes.
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.parts().serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                type Parts = (($($ktype,)*), Vec<Vec<u32>>, Vec<Vec<f32>>);
                let (($($key,)*), counts, means) = Parts::deserialize(deserializer)?;
                let mut read = Self { $($key,)* ..Self::default() };
                let columns: Vec<&mut Vec<u32>> = vec![$(&mut read.$count,)*];
                columns.into_iter().zip(counts).for_each(|(column, values)| *column = values);
                let columns: Vec<&mut Vec<f32>> = vec![$(&mut read.$mean,)*];
                columns.into_iter().zip(means).for_each(|(column, values)| *column = values);
                Ok(read)
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
            /// New visits of people.
            visits,
            /// Visits on the site at the end of the step, machines included.
            inside,
            /// Visits of people that ended with what they came for.
            served,
            /// Visits of people that ended without it because of the site's condition.
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
            /// New visits of machines.
            machines,
            /// Visits of people that a gate kept out by mistake.
            blocked,
            /// Visits that came too late: sold out.
            sold_out,
            /// Of the new visits: those that other visits brought.
            shared,
            /// Requests sent once more by the app itself.
            retried,
            /// Bytes of the answers, in thousands.
            kilobytes,
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
            /// Services that ended well.
            served,
            /// Requests that found the line full.
            refused,
            /// Requests that gave up in line.
            given_up,
            /// Services that ended in failure: an error, a cut-off, an instance that went down; those in its line, and those
            /// sent to it, too.
            failed,
            /// Requests refused by the rate limit or by the callers' circuit breaker.
            shed,
        }
        means {
            /// Servers busy (held ones included), mean over the step.
            busy,
            /// Servers at work, which is busy and not merely held waiting for another station; mean over the step.
            working,
            /// Requests in line, mean over the step; where servers are shared, those present beyond their number.
            line,
            /// Instances in service, mean over the step. What is paid for starts earlier: [`Self::paid`].
            up,
            /// Instances that exist, those booting and those finishing their last requests included; mean over the step.
            paid,
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

columns! {
    /// What one cache did.
    CacheSeries {
        keys {
            /// The cache's id.
            id: String,
        }
        counts {
            /// Questions answered at once.
            hits,
            /// Questions that led to fetching the object.
            misses,
            /// Questions that waited for somebody else's fetch.
            coalesced,
        }
        means {
        }
    }
}

columns! {
    /// What one gate did.
    GateSeries {
        keys {
            /// The gate's id.
            id: String,
        }
        counts {
            /// Requests of people let through.
            people_passed,
            /// Requests of people stopped.
            people_stopped,
            /// Requests of bots let through.
            bots_passed,
            /// Requests of bots stopped.
            bots_stopped,
        }
        means {
        }
    }
}

columns! {
    /// What one waiting room did.
    RoomSeries {
        keys {
            /// The room's id.
            id: String,
        }
        counts {
            /// Visits that came.
            came,
            /// Visits let in.
            admitted,
            /// Visits that gave up waiting.
            given_up,
        }
        means {
            /// Visits waiting, mean over the step.
            waiting,
            /// Places on the site taken, mean over the step.
            active,
        }
    }
}

columns! {
    /// What became of one stock.
    StockSeries {
        keys {
            /// The stock's id.
            id: String,
            /// Units at the beginning.
            units: u64,
        }
        counts {
            /// Units taken.
            taken,
            /// Units given back, because the request failed after all.
            returned,
            /// Requests that found it sold out.
            in_vain,
        }
        means {
        }
    }
}

columns! {
    /// What one sender of bare requests saw.
    ClientSeries {
        keys {
            /// The client's id.
            id: String,
        }
        counts {
            /// First attempts.
            started,
            /// Requests answered in time.
            completed,
            /// Requests whose last attempt failed.
            failed,
            /// Further attempts.
            retried,
        }
        means {
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
