//! The review: what was counted, where it stands, what it says about the plan, what is to be better next time.

use std::rc::Rc;

use onrush_review::{
    Actual, LONGEST_IMPROVEMENT, MOST_IMPROVEMENTS, Recalibrated, Unit, recalibrated,
};
use onrush_runner::{LogEnd, LogNews, Measured, Reviewed};
use onrush_scenario::Scenario;
use onrush_scenario::import::log::{NoLog, Summary};
use onrush_scenario::import::{Choice, Refusal, SeriesReading, Table};
use onrush_steps::{ForecastError, ReviewFacts};

use super::document::same;
use super::{Document, Shared, State};

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Source {
    /// Nothing yet.
    #[default]
    Nothing,
    /// A file whose beginning is being looked at, or a log that is being read.
    Reading {
        /// Bytes so far.
        done: u64,
        /// Bytes in all.
        of: u64,
        /// What a log held so far.
        summary: Option<Shared<Summary>>,
    },
    /// A table, and what is what in it.
    Table {
        /// The table.
        table: Shared<Table>,
        /// What is what.
        choice: Choice,
        /// What comes of it.
        reading: Shared<SeriesReading>,
    },
    /// A log, kept by the worker.
    Log {
        /// What it holds.
        summary: Shared<Summary>,
        /// Whether visits could be told apart.
        knows_visits: bool,
    },
    /// No table.
    NoTable(Refusal),
    /// No log.
    NoLog {
        /// Why.
        why: NoLog,
        /// What was found in it all the same.
        summary: Option<Shared<Summary>>,
    },
    /// The browser could not read it, or its worker is gone; why, for IT.
    Failed(Rc<str>),
    /// It was stopped.
    Stopped,
}

/// What a worker is to lay over which plan. Equal numbers are the same job.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ReviewJob {
    /// Its number.
    pub(crate) number: u32,
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// What was counted.
    pub(crate) measured: Shared<Measured>,
    /// So many seconds later than its clock; `None`: where it is most likely right.
    pub(crate) shift_s: Option<i64>,
    /// Also what the plan can learn.
    pub(crate) fits: bool,
}

/// A measurement that lies over a plan.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Laid {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// What came out.
    pub(crate) reviewed: Shared<Reviewed>,
    /// What the plan becomes by it; `None` where nothing was learned (yet).
    pub(crate) new: Option<Shared<Recalibrated>>,
}

/// All about the review.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Review {
    /// Whether it is shown.
    pub(crate) open: bool,
    /// How often it was asked for: it gets the focus each time.
    pub(crate) asked: u32,
    /// The file's name.
    pub(crate) name: Rc<str>,
    /// What was chosen.
    pub(crate) source: Source,
    /// What is counted.
    pub(crate) unit: Unit,
    /// Times without a line count as nobody.
    pub(crate) nobody: bool,
    /// So many seconds later than its clock; `None`: where it is most likely right.
    pub(crate) shift_s: Option<i64>,
    /// Forecast and fact.
    pub(crate) laid: Option<Laid>,
    /// Leads or sales that were made.
    pub(crate) leads: Option<f64>,
    /// What is to be better next time, as it was written.
    pub(crate) improvements: Vec<String>,
    /// The score of the plan that was recalibrated, and the fingerprint of the new one, once that was saved.
    pub(crate) saved: Option<(Laid, Rc<str>)>,
    reading: Option<u32>,
    wanted: Option<ReviewJob>,
    so_far: u32,
}

impl Default for Review {
    fn default() -> Self {
        Self {
            open: false,
            asked: 0,
            name: "".into(),
            source: Source::Nothing,
            unit: Unit::Visits,
            nobody: false,
            shift_s: None,
            laid: None,
            leads: None,
            improvements: vec![String::new(); onrush_review::IMPROVEMENTS_ASKED_FOR],
            saved: None,
            reading: None,
            wanted: None,
            so_far: 0,
        }
    }
}

/// Something about the review.
#[derive(Debug)]
pub(crate) enum ReviewStep {
    /// Show it.
    Open,
    /// Show it no longer.
    Close,
    /// A file was chosen; it waits outside.
    Chosen {
        /// Its name.
        name: String,
        /// Its length in bytes.
        bytes: u64,
    },
    /// Stop reading it.
    Stop,
    /// The file is a table, or should be.
    Text {
        /// Which file.
        number: u32,
        /// Its text.
        text: String,
    },
    /// The file is a log, and has been read so far.
    Log {
        /// Which file.
        number: u32,
        /// What of it.
        news: Box<LogNews>,
    },
    /// It cannot be read, and why.
    Failed {
        /// Which file.
        number: u32,
        /// Why, for IT.
        why: String,
    },
    /// Other columns.
    Choose(Choice),
    /// It counts something else.
    Unit(Unit),
    /// Times without a line: nobody came.
    Nobody(bool),
    /// So many seconds later than its clock.
    Shift {
        /// `None`: where it is most likely right.
        seconds: Option<i64>,
        /// It stays there, and the plan may learn from it.
        rests: bool,
    },
    /// The worker has laid it over the plan; `None` when it could not.
    Laid {
        /// The job.
        job: ReviewJob,
        /// What came out.
        reviewed: Option<Box<Reviewed>>,
    },
    /// So many leads or sales.
    Leads(Option<f64>),
    /// Another text for an improvement.
    Improve {
        /// Which.
        place: usize,
        /// What.
        text: String,
    },
    /// Room for another improvement.
    More,
    /// Go on with a new plan that has learned.
    Save {
        /// Its name.
        name: String,
        /// What the notes on its new numbers say.
        note: String,
    },
}

impl Review {
    /// The file that is to be read.
    pub(crate) const fn reading(&self) -> Option<u32> {
        self.reading
    }

    /// What a worker should be laying over which plan.
    pub(crate) const fn wanted(&self) -> Option<&ReviewJob> {
        self.wanted.as_ref()
    }

    /// What is left of it when another plan is opened: a log that the worker keeps is read again.
    pub(super) fn forgotten(&self) -> Self {
        Self {
            so_far: self.so_far,
            ..Self::default()
        }
    }

    /// Improvements that say something.
    pub(crate) fn written(&self) -> impl Iterator<Item = &str> {
        let written = self.improvements.iter().map(|text| text.trim());
        written.filter(|text| !text.is_empty())
    }

    /// What was counted, where that can be laid over a plan.
    fn measured(&self) -> Option<Measured> {
        match &self.source {
            Source::Table { reading, .. } => {
                let series = reading.series.as_ref().ok()?;
                let actual = Actual::of(&self.name, self.unit, series, self.nobody);
                Some(Measured::Given(actual))
            }
            Source::Log { .. } => Some(Measured::Log {
                name: self.name.to_string(),
                unit: self.unit,
            }),
            _ => None,
        }
    }

    fn ask(&mut self, document: Option<&Shared<Document>>, rests: bool) {
        let (Some(measured), Some(document)) = (self.measured(), document) else {
            self.wanted = None;
            self.laid = None;
            return;
        };
        self.so_far += 1;
        self.wanted = Some(ReviewJob {
            number: self.so_far,
            document: document.clone(),
            measured: Shared::new(measured),
            shift_s: self.shift_s,
            fits: rests,
        });
    }

    /// Another file, or the same one otherwise: what was found before is void.
    fn begin_anew(&mut self, source: Source) {
        self.source = source;
        self.shift_s = None;
        self.laid = None;
        self.wanted = None;
    }
}

/// A table with a choice of columns.
fn choose(table: &Shared<Table>, choice: Choice) -> Source {
    Source::Table {
        reading: Shared::new(table.series(&choice)),
        table: table.clone(),
        choice,
    }
}

/// What the column that is counted says of itself.
fn unit_of(table: &Table, choice: &Choice) -> Unit {
    let column = table.columns().get(choice.count);
    column.map_or(Unit::Visits, |column| Unit::of_heading(&column.name))
}

impl State {
    /// What the eighth step is proven by: what was scored, and what was made of it.
    pub(crate) fn review_facts(&self) -> Option<ReviewFacts> {
        let review = &self.review;
        let saved = review.saved.as_ref();
        let laid = saved.map(|(laid, _)| laid).or(review.laid.as_ref())?;
        let reviewed = &laid.reviewed;
        let whole = self.shown().filter(|shown| shown.excerpt().is_none());
        let bill = whole.map(|shown| shown.rehearsal.diagnosis.money.cost());
        let percent = |ratio: f64| (ratio - 1.0) * 100.0;
        Some(ReviewFacts {
            actual_name: review.name.to_string(),
            actual_digest: reviewed.digest.clone(),
            aligned_shift_s: Some((reviewed.at_s - reviewed.placed.at_s) as f64),
            error: reviewed.comparison.score.ok().map(|score| ForecastError {
                peak_percent: percent(score.peak_ratio),
                volume_percent: percent(score.volume_ratio),
                timing_s: score.peak_later_s,
            }),
            plan: laid.document.fingerprint().to_string(),
            recalibrated_fingerprint: saved.map(|(_, new)| new.to_string()),
            improvements: review.written().map(str::to_owned).collect(),
            cost_per_lead: bill.zip(review.leads).map(|(bill, leads)| bill / leads),
        })
    }

    /// Something about the review.
    pub(super) fn review(&mut self, step: ReviewStep) {
        let mut review = (*self.review).clone();
        let document = self.document.clone();
        match step {
            ReviewStep::Open => {
                review.open = true;
                review.asked += 1;
                self.view.part = super::Part::WayOut;
            }
            ReviewStep::Close => review.open = false,
            ReviewStep::Chosen { name, bytes } => {
                review.so_far += 1;
                review.reading = Some(review.so_far);
                review.name = name.into();
                review.begin_anew(Source::Reading {
                    done: 0,
                    of: bytes,
                    summary: None,
                });
            }
            ReviewStep::Stop => {
                if review.reading.take().is_some() {
                    review.begin_anew(Source::Stopped);
                }
            }
            ReviewStep::Text { number, text } => {
                if review.reading != Some(number) {
                    return;
                }
                review.reading = None;
                match Table::read(&text) {
                    Ok(table) => {
                        let choice = table.guess();
                        review.unit = unit_of(&table, &choice);
                        review.begin_anew(choose(&Shared::new(table), choice));
                        review.ask(document.as_ref(), true);
                    }
                    Err(why) => review.begin_anew(Source::NoTable(why)),
                }
            }
            ReviewStep::Log { number, news } => {
                if review.reading != Some(number) {
                    return;
                }
                review.hear(*news, document.as_ref());
            }
            ReviewStep::Failed { number, why } => {
                if review.reading != Some(number) {
                    return;
                }
                review.reading = None;
                review.begin_anew(Source::Failed(why.into()));
            }
            ReviewStep::Choose(choice) => {
                let Source::Table {
                    table,
                    choice: before,
                    ..
                } = &review.source
                else {
                    return;
                };
                if choice.count != before.count {
                    review.unit = unit_of(table, &choice);
                }
                let source = choose(&table.clone(), choice);
                review.begin_anew(source);
                review.ask(document.as_ref(), true);
            }
            ReviewStep::Unit(unit) => {
                review.unit = unit;
                review.ask(document.as_ref(), true);
            }
            ReviewStep::Nobody(nobody) => {
                review.nobody = nobody;
                review.ask(document.as_ref(), true);
            }
            ReviewStep::Shift { seconds, rests } => {
                review.shift_s = seconds;
                review.ask(document.as_ref(), rests);
            }
            ReviewStep::Laid { job, reviewed } => review.laid(job, reviewed),
            ReviewStep::Leads(leads) => {
                review.leads = leads.filter(|n| (1.0..=1e9).contains(n));
            }
            ReviewStep::Improve { place, text } => {
                if let Some(improvement) = review.improvements.get_mut(place) {
                    *improvement = text.chars().take(LONGEST_IMPROVEMENT).collect();
                }
            }
            ReviewStep::More => {
                if review.improvements.len() < MOST_IMPROVEMENTS {
                    review.improvements.push(String::new());
                }
            }
            ReviewStep::Save { name, note } => return self.save_review(&name, &note),
        }
        self.review = Shared::new(review);
    }

    /// The plan is another one now: what lies over it is laid anew.
    pub(super) fn review_follows(&mut self) {
        let Some(document) = &self.document else {
            return;
        };
        // While something is dragged the plan changes with every move of the hand.
        if !self.review.open || document.is_previewed() {
            return;
        }
        let of = match (&self.review.wanted, &self.review.laid) {
            (Some(job), _) => &job.document,
            (None, Some(laid)) => &laid.document,
            (None, None) => return,
        };
        if same(&of.scenario, &document.scenario) {
            return;
        }
        let mut review = (*self.review).clone();
        review.ask(Some(document), true);
        self.review = Shared::new(review);
    }

    /// Goes on with the plan that has learned, as one of its own.
    fn save_review(&mut self, name: &str, note: &str) {
        let Some(laid) = self.review.laid.clone() else {
            return;
        };
        let Some(Ok(fit)) = &laid.reviewed.fit else {
            return;
        };
        let Ok(Recalibrated { plan, .. }) = recalibrated(&laid.document.scenario, fit, note) else {
            return;
        };
        let plan = Scenario {
            name: name.chars().take(200).collect(),
            ..plan
        };
        let fingerprint: Rc<str> = plan.fingerprint().into();
        let mut review = (*self.review).clone();
        review.saved = Some((laid, fingerprint));
        self.begin(&plan);
        review.ask(self.document.as_ref(), true);
        self.review = Shared::new(review);
    }
}

impl Review {
    fn hear(&mut self, news: LogNews, document: Option<&Shared<Document>>) {
        let Source::Reading { of, .. } = self.source else {
            return;
        };
        let summary = Shared::new(news.summary);
        match news.end {
            None => {
                self.source = Source::Reading {
                    done: news.bytes,
                    of,
                    summary: Some(summary),
                };
            }
            Some(LogEnd::Refused(why)) => {
                self.reading = None;
                self.begin_anew(Source::NoLog {
                    why,
                    summary: (summary.lines > 0).then_some(summary),
                });
            }
            Some(LogEnd::Read { knows_visits }) => {
                self.reading = None;
                self.begin_anew(Source::Log {
                    summary,
                    knows_visits,
                });
                self.unit = if knows_visits {
                    Unit::Visits
                } else {
                    Unit::PageViews
                };
                self.ask(document, true);
            }
        }
    }

    fn laid(&mut self, job: ReviewJob, reviewed: Option<Box<Reviewed>>) {
        if self.wanted.as_ref().is_none_or(|w| w.number != job.number) {
            return;
        }
        self.wanted = None;
        let Some(reviewed) = reviewed else {
            self.begin_anew(Source::Failed("no answer".into()));
            return;
        };
        let new = match &reviewed.fit {
            Some(Ok(fit)) => recalibrated(&job.document.scenario, fit, &self.name).ok(),
            _ => None,
        };
        self.laid = Some(Laid {
            document: job.document,
            new: new.map(Shared::new),
            reviewed: Shared::new(*reviewed),
        });
    }
}

#[cfg(test)]
mod tests;
