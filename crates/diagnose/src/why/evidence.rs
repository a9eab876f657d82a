//! Where a thing can be seen.

use onrush_observe::Observations;

use crate::cause::{Evidence, Watched};
use crate::grid::{Grid, Stretch};
use crate::{Finding, FindingId};

enum Column<'a> {
    Counts(&'a [u32]),
    Means(&'a [f32]),
    None,
}

fn means(column: Option<&Vec<f32>>) -> Column<'_> {
    column.map_or(Column::None, |c| Column::Means(c.as_slice()))
}

fn counted(column: Option<&Vec<u32>>) -> Column<'_> {
    column.map_or(Column::None, |c| Column::Counts(c.as_slice()))
}

impl Watched {
    fn column(self, seen: &Observations) -> Column<'_> {
        let s = &seen.series;
        let station = |i: usize| seen.stations.get(i);
        match self {
            Self::Visits => counted(Some(&s.visits)),
            Self::Machines => counted(Some(&s.machines)),
            Self::Lost => counted(Some(&s.lost)),
            Self::Requests => counted(Some(&s.requests)),
            Self::Refused => counted(Some(&s.refused)),
            Self::Errors => counted(Some(&s.errors)),
            Self::Reloads => counted(Some(&s.reloads)),
            Self::Retried => counted(Some(&s.retried)),
            Self::Wasted => counted(Some(&s.wasted)),
            Self::Blocked => counted(Some(&s.blocked)),
            Self::SoldOut => counted(Some(&s.sold_out)),
            Self::PageP95 => counted(Some(&s.page_p95_ms)),
            Self::Busy(i) => means(station(i).map(|s| &s.busy)),
            Self::Line(i) => means(station(i).map(|s| &s.line)),
            Self::RefusedAt(i) => counted(station(i).map(|s| &s.refused)),
            Self::FailedAt(i) => counted(station(i).map(|s| &s.failed)),
            Self::ShedAt(i) => counted(station(i).map(|s| &s.shed)),
            Self::Up(i) => means(station(i).map(|s| &s.up)),
            Self::Held(holder, inner) => means(
                seen.held
                    .iter()
                    .find(|h| h.holder == holder && h.inner == inner)
                    .map(|h| &h.waiting),
            ),
            Self::Misses(i) => counted(seen.caches.get(i).map(|c| &c.misses)),
            Self::Stopped(i) => counted(seen.gates.get(i).map(|g| &g.people_stopped)),
            Self::Waiting(i) => means(seen.rooms.get(i).map(|r| &r.waiting)),
        }
    }

    /// A stable name: `lost`, `station/web/busy`, `held/web/database`, `cache/site/misses`.
    #[must_use]
    pub fn id(self, seen: &Observations) -> String {
        let station = |i: usize| seen.stations.get(i).map_or("?", |s| s.id.as_str());
        let of = |i: usize, what: &str| format!("station/{}/{what}", station(i));
        match self {
            Self::Visits => "visits".to_owned(),
            Self::Machines => "machines".to_owned(),
            Self::Lost => "lost".to_owned(),
            Self::Requests => "requests".to_owned(),
            Self::Refused => "refused".to_owned(),
            Self::Errors => "errors".to_owned(),
            Self::Reloads => "reloads".to_owned(),
            Self::Retried => "retried".to_owned(),
            Self::Wasted => "wasted".to_owned(),
            Self::Blocked => "blocked".to_owned(),
            Self::SoldOut => "sold_out".to_owned(),
            Self::PageP95 => "page_p95_ms".to_owned(),
            Self::Busy(i) => of(i, "busy"),
            Self::Line(i) => of(i, "line"),
            Self::RefusedAt(i) => of(i, "refused"),
            Self::FailedAt(i) => of(i, "failed"),
            Self::ShedAt(i) => of(i, "shed"),
            Self::Up(i) => of(i, "up"),
            Self::Held(holder, inner) => format!("held/{}/{}", station(holder), station(inner)),
            Self::Misses(i) => {
                format!("cache/{}/misses", seen.caches.get(i).map_or("?", |c| &c.id))
            }
            Self::Stopped(i) => {
                format!(
                    "gate/{}/people_stopped",
                    seen.gates.get(i).map_or("?", |g| &g.id)
                )
            }
            Self::Waiting(i) => {
                format!("room/{}/waiting", seen.rooms.get(i).map_or("?", |r| &r.id))
            }
        }
    }

    /// The stations that it is about.
    #[must_use]
    pub fn stations(self) -> Vec<usize> {
        match self {
            Self::Busy(i)
            | Self::Line(i)
            | Self::RefusedAt(i)
            | Self::FailedAt(i)
            | Self::ShedAt(i)
            | Self::Up(i) => vec![i],
            Self::Held(holder, inner) => vec![holder, inner],
            _ => Vec::new(),
        }
    }
}

/// What a series shows in a stretch.
#[expect(clippy::cast_precision_loss, reason = "steps are few")]
pub(super) fn seen_in(grid: Grid, seen: &Observations, series: Watched, at: Stretch) -> Evidence {
    let values: Vec<f64> = match series.column(seen) {
        Column::Counts(c) => (at.from..at.until)
            .map(|s| c.get(s).map_or(0.0, |n| f64::from(*n)))
            .collect(),
        Column::Means(c) => (at.from..at.until)
            .map(|s| c.get(s).map_or(0.0, |n| f64::from(*n)))
            .collect(),
        Column::None => Vec::new(),
    };
    Evidence {
        series,
        from_s: grid.second(at.from),
        until_s: grid.second(at.until),
        mean: values.iter().sum::<f64>() / values.len().max(1) as f64,
        most: values.iter().copied().fold(0.0, f64::max),
    }
}

impl Finding {
    /// Where this can be seen in the run's series, for a chart or a table to show it.
    #[must_use]
    pub fn evidence(&self, seen: &Observations) -> Vec<Evidence> {
        use Watched as W;
        let grid = Grid::of(seen);
        let of = |f: &dyn Fn(usize) -> Vec<W>| self.station.map_or_else(Vec::new, f);
        let series: Vec<W> = match self.id {
            FindingId::Saturated | FindingId::RoomToSpare => of(&|s| vec![W::Busy(s), W::Line(s)]),
            FindingId::HeldWaiting => of(&|s| {
                let held = self.because_of.map(|inner| W::Held(s, inner));
                [W::Busy(s)].into_iter().chain(held).collect()
            }),
            FindingId::LineFull => of(&|s| vec![W::RefusedAt(s), W::Line(s)]),
            FindingId::Shed => of(&|s| vec![W::ShedAt(s)]),
            FindingId::MachinesLate => of(&|s| vec![W::Up(s), W::Busy(s)]),
            FindingId::GatewayTimeouts => vec![W::Errors],
            FindingId::Slow => vec![W::PageP95],
            FindingId::ReloadWave => vec![W::Reloads, W::Requests],
            FindingId::WastedWork => vec![W::Wasted],
            FindingId::PeopleLost => vec![W::Lost],
            FindingId::Blocked => vec![W::Blocked],
            FindingId::SoldOut => vec![W::SoldOut],
            FindingId::Recovered | FindingId::NotRecovered => vec![W::Lost, W::Visits],
        };
        let from = (self.from_s / grid.step_s) as usize;
        let until = self
            .until_s
            .map_or(grid.steps, |s| s.div_ceil(grid.step_s) as usize);
        let until = until.clamp((from + 1).min(grid.steps), grid.steps);
        let stretch = Stretch {
            from: from.min(until),
            until,
        };
        series
            .into_iter()
            .map(|s| seen_in(grid, seen, s, stretch))
            .collect()
    }
}
