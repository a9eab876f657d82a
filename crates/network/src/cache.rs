//! What answers without asking further, and what can run out.

/// A cache of objects that expire, filled on a miss.
///
/// A request asks for one of `objects`, drawn with Zipf's law: the i-th most popular with a chance proportional to 1/iᵃ. An
/// object is there for `ttl_s` after it was fetched. With Poisson requests of rate λ for one object the hit ratio is
/// λT / (1 + λT).
#[derive(Debug, Clone, PartialEq)]
pub struct Cache {
    /// A stable name, unique among the caches; random numbers are keyed by it.
    pub id: String,
    /// Number of different objects (1 to 1 000 000).
    pub objects: u32,
    /// Zipf's exponent a (0 to 3); 0 makes all equally popular. Measured web traces: 0.64 to 1 (Breslau et al. 1999).
    pub zipf: f64,
    /// How long an object stays fresh, in seconds (0 to the longest time; 0 stores nothing); infinite for ever.
    pub ttl_s: f64,
    /// Whether everything is there at the beginning, each object having an age drawn evenly over its time to live. Otherwise
    /// the cache starts cold.
    pub warm: bool,
    /// Whether requests for an object that is just being fetched wait for it, instead of fetching it once more (request
    /// coalescing, leases). If the fetch fails, the next one waiting fetches.
    pub coalesce: bool,
}

impl Cache {
    /// A cold cache without coalescing.
    #[must_use]
    pub fn new(id: impl Into<String>, objects: u32, zipf: f64, ttl_s: f64) -> Self {
        Self {
            id: id.into(),
            objects,
            zipf,
            ttl_s,
            warm: false,
            coalesce: false,
        }
    }
}

/// Goods or tickets of which there are only so many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stock {
    /// A stable name, unique among the stocks.
    pub id: String,
    /// Units at the beginning.
    pub units: u64,
}
