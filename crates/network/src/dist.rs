//! Distributions of times, by their first two moments.

/// How a time varies: its mean in seconds and, where free, its squared coefficient of variation (variance over squared
/// mean, `cv2`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Dist {
    /// Always the same.
    Deterministic {
        /// The value, in seconds.
        mean_s: f64,
    },
    /// Memoryless; `cv2` is 1.
    Exponential {
        /// Mean, in seconds.
        mean_s: f64,
    },
    /// Equally likely between two limits around the mean.
    Uniform {
        /// Mean, in seconds.
        mean_s: f64,
        /// 0 to 1/3 (at 1/3 the lower limit is zero).
        cv2: f64,
    },
    /// Gamma: Erlang's distribution for `cv2` = 1/k.
    Gamma {
        /// Mean, in seconds.
        mean_s: f64,
        /// Above 0, at most 100.
        cv2: f64,
    },
    /// Log-normal: what measured response times and human reading times look like.
    Lognormal {
        /// Mean, in seconds.
        mean_s: f64,
        /// Above 0, at most 100.
        cv2: f64,
    },
    /// Two exponentials with balanced means (each contributes half of the mean).
    Hyperexponential {
        /// Mean, in seconds.
        mean_s: f64,
        /// Above 1, at most 100.
        cv2: f64,
    },
}

impl Dist {
    /// An exponential time.
    #[must_use]
    pub const fn exponential(mean_s: f64) -> Self {
        Self::Exponential { mean_s }
    }

    /// A constant time.
    #[must_use]
    pub const fn constant(mean_s: f64) -> Self {
        Self::Deterministic { mean_s }
    }

    /// A log-normal time.
    #[must_use]
    pub const fn lognormal(mean_s: f64, cv2: f64) -> Self {
        Self::Lognormal { mean_s, cv2 }
    }

    /// The mean, in seconds.
    #[must_use]
    pub const fn mean_s(&self) -> f64 {
        match *self {
            Self::Deterministic { mean_s }
            | Self::Exponential { mean_s }
            | Self::Uniform { mean_s, .. }
            | Self::Gamma { mean_s, .. }
            | Self::Lognormal { mean_s, .. }
            | Self::Hyperexponential { mean_s, .. } => mean_s,
        }
    }

    /// The squared coefficient of variation.
    #[must_use]
    pub const fn cv2(&self) -> f64 {
        match *self {
            Self::Deterministic { .. } => 0.0,
            Self::Exponential { .. } => 1.0,
            Self::Uniform { cv2, .. }
            | Self::Gamma { cv2, .. }
            | Self::Lognormal { cv2, .. }
            | Self::Hyperexponential { cv2, .. } => cv2,
        }
    }

    /// The range in which `cv2` may lie for this distribution, ends included; `None` where it is not free.
    #[must_use]
    pub const fn cv2_range(&self) -> Option<(f64, f64)> {
        match self {
            Self::Deterministic { .. } | Self::Exponential { .. } => None,
            Self::Uniform { .. } => Some((0.0, 1.0 / 3.0)),
            Self::Gamma { .. } | Self::Lognormal { .. } => Some((0.0001, 100.0)),
            Self::Hyperexponential { .. } => Some((1.0001, 100.0)),
        }
    }
}
