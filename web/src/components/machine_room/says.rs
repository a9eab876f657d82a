//! What is written in the machine room: which sentence with which figures. The sentences themselves are in `words`.

use onrush_scenario::{BalancePolicy, Scenario};
use onrush_words::{Args, Words};

use super::model::{Level, Part, Room, Tank, count};
use crate::sentences::capitalised;

/// What a text is about, for its colour and weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// A name.
    Strong,
    /// A figure.
    Plain,
    /// An explanation.
    Soft,
    /// People or requests lost.
    Lost,
    /// Workers that stand and wait: with the pause sign of the drawing.
    Stuck,
}

/// A text and its tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    /// What is written.
    pub(crate) text: String,
    /// What it is about.
    pub(crate) tone: Tone,
}

/// The texts around one part.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Caption {
    /// What it is called.
    pub(crate) title: String,
    /// What it does, in a few words.
    pub(crate) subtitle: String,
    /// The word for its level.
    pub(crate) level: Option<String>,
    /// Figures under the name.
    pub(crate) figures: Vec<Note>,
    /// What stands in line, above the line.
    pub(crate) line: Option<String>,
    /// What is left to say, underneath.
    pub(crate) below: Vec<Note>,
    /// Regions: name and flow.
    pub(crate) sources: Vec<(String, String)>,
    /// All of it in one sentence, for those who do not see it.
    pub(crate) spoken: String,
}

/// The texts around all parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Captions([Caption; 5]);

impl Captions {
    /// The texts for a room.
    pub(crate) fn new(room: &Room, words: Words) -> Self {
        let writer = Writer { room, words };
        Self([
            writer.visitors(),
            writer.cdn(),
            writer.door(),
            writer.web(),
            writer.database(),
        ])
    }

    /// The texts around `part`.
    pub(crate) fn of(&self, part: Part) -> &Caption {
        &self.0[match part {
            Part::Visitors => 0,
            Part::Cdn => 1,
            Part::Door => 2,
            Part::Web => 3,
            Part::Database => 4,
        }]
    }
}

struct Writer<'a> {
    room: &'a Room,
    words: Words,
}

impl Writer<'_> {
    fn note(&self, tone: Tone, id: &str, args: &Args) -> Note {
        Note {
            text: self.words.text(id, args),
            tone,
        }
    }

    fn figure(&self, id: &str, n: f64) -> Note {
        self.note(Tone::Plain, id, &Args::new().with("n", n))
    }

    fn named(&self, part: Part) -> Caption {
        let id = part.id();
        Caption {
            title: self.words.t(&format!("room.{id}.title")),
            subtitle: self.words.t(&format!("room.{id}.subtitle")),
            level: self
                .room
                .level(part)
                .filter(|_| self.room.rehearsed)
                .map(|l| self.words.t(&format!("room.level.{}", l.id()))),
            ..Caption::default()
        }
    }

    fn visitors(&self) -> Caption {
        let v = &self.room.visitors;
        let mut caption = self.named(Part::Visitors);
        let source_name = |s: &super::model::Source| {
            s.name.clone().unwrap_or_else(|| {
                self.words
                    .text("room.visitors.others", &Args::new().with("n", s.regions))
            })
        };
        caption.sources = v
            .sources
            .iter()
            .map(|s| {
                let flow = if self.room.rehearsed {
                    self.words
                        .text("room.per-second", &Args::new().with("n", s.requests))
                } else {
                    let share = Args::new().with("n", s.share);
                    self.words.text("room.share", &share)
                };
                (source_name(s), flow)
            })
            .collect();
        let args = Args::new()
            .with("requests", v.requests)
            .with("people", v.inside)
            .with("left", v.abandoned.round());
        if self.room.rehearsed {
            caption.figures = vec![
                self.figure("room.visitors.requests", v.requests),
                self.figure("room.visitors.people", v.inside),
            ];
            if v.abandoned > 0.0 {
                caption.below = vec![self.note(
                    // Requests given up, most of them sent again: not people lost.
                    Tone::Plain,
                    "room.visitors.left",
                    &Args::new().with("n", v.abandoned),
                )];
            }
        }
        caption.spoken = self.spoken(&caption, "room.visitors.spoken", args);
        caption
    }

    fn cdn(&self) -> Caption {
        let mut caption = self.named(Part::Cdn);
        let Some(cdn) = self.room.cdn else {
            return caption;
        };
        if self.room.rehearsed {
            caption.figures = vec![self.figure("room.cdn.passed", cdn.passed)];
            caption.below = vec![self.figure("room.cdn.answered", cdn.answered)];
        }
        let args = Args::new()
            .with("answered", cdn.answered)
            .with("passed", cdn.passed);
        caption.spoken = self.spoken(&caption, "room.cdn.spoken", args);
        caption
    }

    fn door(&self) -> Caption {
        let door = &self.room.door;
        let mut caption = self.named(Part::Door);
        if self.room.rehearsed {
            caption.figures = vec![self.figure("room.door.admitted", door.admitted)];
            let mut lost = |id, n: f64| {
                if n > 0.0 {
                    let args = Args::new().with("n", n);
                    caption.below.push(self.note(Tone::Lost, id, &args));
                }
            };
            lost("room.door.refused", door.refused);
            lost("room.door.timed-out", door.timed_out);
            if caption.below.is_empty() {
                caption.below = vec![self.note(Tone::Soft, "room.door.nobody", &Args::new())];
            }
        }
        let args = Args::new()
            .with("admitted", door.admitted)
            .with("refused", door.refused)
            .with("late", door.timed_out);
        caption.spoken = self.spoken(&caption, "room.door.spoken", args);
        caption
    }

    fn web(&self) -> Caption {
        let tank = &self.room.web;
        let mut caption = self.tank(Part::Web, tank);
        if self.room.rehearsed && tank.stuck >= 0.5 {
            caption.below = vec![self.note(Tone::Stuck, "room.web.stuck", &tank_args(tank))];
        }
        caption
    }

    fn database(&self) -> Caption {
        let tank = &self.room.database;
        let mut caption = self.tank(Part::Database, tank);
        if self.room.rehearsed {
            caption.below = vec![self.figure("room.database.queries", tank.arrived)];
        }
        caption
    }

    /// What tanks have in common.
    fn tank(&self, part: Part, tank: &Tank) -> Caption {
        let id = part.id();
        let mut caption = self.named(part);
        let args = tank_args(tank);
        if self.room.rehearsed {
            caption.figures = vec![self.note(Tone::Plain, &format!("room.{id}.busy"), &args)];
            caption.line = Some(self.words.text(&format!("room.{id}.line"), &args));
        } else {
            caption.figures = vec![self.note(Tone::Plain, &format!("room.{id}.size"), &args)];
            caption.line = Some(self.words.text(&format!("room.{id}.places"), &args));
        }
        caption.spoken = self.spoken(&caption, &format!("room.{id}.spoken"), args);
        caption
    }

    fn spoken(&self, caption: &Caption, id: &str, args: Args) -> String {
        let args = args
            .with("part", caption.title.as_str())
            .with("level", caption.level.clone().unwrap_or_default());
        let id = if self.room.rehearsed {
            id
        } else {
            "room.resting.spoken"
        };
        self.words.text(id, &args)
    }
}

/// The figures of a tank, whole.
fn tank_args(tank: &Tank) -> Args {
    Args::new()
        .with("busy", tank.busy.round())
        .with("servers", tank.servers)
        .with("free", (count(tank.servers) - tank.busy).round().max(0.0))
        .with("stuck", tank.stuck.round())
        .with("line", tank.line.round())
        .with("places", tank.limit.places())
}

/// What is on the card of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CardText {
    /// What it is called.
    pub(crate) title: String,
    /// How full it is.
    pub(crate) level: Option<(Level, String)>,
    /// In plain words: what it is, how it is doing.
    pub(crate) plain: Vec<Note>,
    /// For engineers.
    pub(crate) figures: Vec<Figure>,
}

/// A figure for engineers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figure {
    /// What it is.
    pub(crate) label: String,
    /// Its value, with its unit.
    pub(crate) value: String,
    /// Where it comes from.
    pub(crate) origin: Origin,
}

/// Where a figure comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Measured in this rehearsal, at this second.
    Measured,
    /// Somebody knows it, and says how.
    Known(String),
    /// It was assumed, and this is why.
    Assumed(String),
    /// The plan says so, without a note.
    Plan,
}

/// The card of `part`.
pub(crate) fn card(part: Part, room: &Room, scenario: &Scenario, words: Words) -> CardText {
    let caption = Captions::new(room, words).of(part).clone();
    let maker = CardMaker {
        room,
        scenario,
        words,
    };
    CardText {
        level: room.level(part).zip(caption.level),
        title: caption.title,
        plain: maker.plain(part),
        figures: maker.figures(part),
    }
}

struct CardMaker<'a> {
    room: &'a Room,
    scenario: &'a Scenario,
    words: Words,
}

impl CardMaker<'_> {
    fn plain(&self, part: Part) -> Vec<Note> {
        let site = &self.scenario.site;
        let id = part.id();
        let args = match part {
            Part::Web => tank_args(&self.room.web)
                .with("machines", site.web.servers)
                .with("workers", site.web.workers),
            Part::Database => tank_args(&self.room.database),
            Part::Door => Args::new()
                .with("timeout", site.balancer.timeout_s)
                .with("refused", self.room.door.refused)
                .with("late", self.room.door.timed_out),
            Part::Cdn => self.room.cdn.map_or(Args::new(), |c| {
                let all = c.answered + c.passed;
                let share = if all > 0.0 { c.answered / all } else { 0.0 };
                Args::new().with("share", share)
            }),
            Part::Visitors => Args::new()
                .with("people", self.room.visitors.inside)
                .with("requests", self.room.visitors.requests)
                .with("reloads", self.room.visitors.reloads)
                .with("left", self.room.visitors.abandoned),
        };
        let mut notes = Vec::new();
        let mut say = |tone, key: String| {
            notes.push(Note {
                text: capitalised(&self.words.text(&key, &args)),
                tone,
            });
        };
        say(Tone::Plain, format!("room.{id}.what"));
        if !self.room.rehearsed {
            say(Tone::Soft, "room.resting.now".into());
        } else if let Some(level) = self.room.level(part) {
            say(Tone::Strong, format!("room.{id}.now.{}", level.id()));
            if part == Part::Web && self.room.web.stuck > self.room.web.busy / 2.0 {
                say(Tone::Plain, "room.web.now.stuck".into());
            }
        } else if part == Part::Door {
            say(
                Tone::Strong,
                format!("room.door.now.{}", self.room.door.state.id()),
            );
        } else {
            say(Tone::Strong, format!("room.{id}.now"));
        }
        notes
    }

    fn figures(&self, part: Part) -> Vec<Figure> {
        let site = &self.scenario.site;
        let n = |v: f64| Args::new().with("n", v);
        let mut rows = Vec::new();
        match part {
            Part::Visitors => {
                for r in &self.scenario.regions {
                    rows.push(Figure {
                        label: r.name.clone(),
                        value: self.words.text(
                            "room.it.region",
                            &n(r.share_percent / 100.0).with("ms", r.round_trip_ms),
                        ),
                        origin: self.origin(&format!("regions.{}", r.id)),
                    });
                }
                let v = &self.room.visitors;
                self.measured(&mut rows, "requests", &n(v.requests));
                self.measured(&mut rows, "reloads", &n(v.reloads));
                self.measured(&mut rows, "abandoned", &n(v.abandoned));
            }
            Part::Cdn => {
                if let Some(cdn) = &site.cdn {
                    // Not there where the CDN's cache is simulated: what it has then follows from the run.
                    for (field, percent) in [
                        ("cdn.files_hit_percent", cdn.files_hit_percent),
                        ("cdn.pages_hit_percent", cdn.pages_hit_percent),
                    ] {
                        if let Some(percent) = percent {
                            self.set(&mut rows, field, &n(percent / 100.0));
                        }
                    }
                    self.set(&mut rows, "cdn.answer_ms", &n(cdn.answer_ms));
                }
                if let Some(cdn) = self.room.cdn {
                    self.measured(&mut rows, "hits", &n(cdn.answered));
                    self.measured(&mut rows, "misses", &n(cdn.passed));
                }
            }
            Part::Door => {
                let policy = match site.balancer.policy {
                    BalancePolicy::RoundRobin => "round-robin",
                    BalancePolicy::Random => "random",
                    BalancePolicy::LeastBusy => "least-busy",
                    BalancePolicy::TwoChoices => "two-choices",
                };
                let args = Args::new().with("policy", policy);
                self.set(&mut rows, "balancer.policy", &args);
                self.set(&mut rows, "balancer.timeout_s", &n(site.balancer.timeout_s));
                self.measured(&mut rows, "arrived", &n(self.room.door.arrived));
                self.measured(&mut rows, "refused", &n(self.room.door.refused));
                self.measured(&mut rows, "timed-out", &n(self.room.door.timed_out));
            }
            Part::Web => {
                let web = &site.web;
                let size = n(f64::from(web.servers))
                    .with("workers", web.workers)
                    .with("all", self.room.web.servers);
                self.set(&mut rows, "web.servers", &size);
                self.set(&mut rows, "web.cores", &n(f64::from(web.cores)));
                self.set(&mut rows, "web.line", &n(f64::from(web.line)));
                self.tank_rows(&mut rows, &self.room.web);
                self.measured(&mut rows, "stuck", &n(self.room.web.stuck));
                self.measured(&mut rows, "elsewhere", &n(self.room.web.elsewhere));
            }
            Part::Database => {
                let db = &site.database;
                self.set(
                    &mut rows,
                    "database.connections",
                    &n(f64::from(db.connections)),
                );
                let time = n(db.query_ms).with("varies", db.query_varies_percent / 100.0);
                self.set(&mut rows, "database.query_ms", &time);
                self.tank_rows(&mut rows, &self.room.database);
            }
        }
        rows
    }

    fn tank_rows(&self, rows: &mut Vec<Figure>, tank: &Tank) {
        let n = |v: f64| Args::new().with("n", v);
        self.measured(rows, "arrived", &n(tank.arrived));
        self.measured(rows, "utilisation", &n(tank.share()));
        self.measured(rows, "line", &n(tank.line.round()));
    }

    /// A figure of the plan.
    fn set(&self, rows: &mut Vec<Figure>, field: &str, args: &Args) {
        let id = field.replace('_', "-");
        rows.push(Figure {
            label: self.words.t(&format!("room.it.{id}")),
            value: self.words.text(&format!("room.it.{id}.value"), args),
            origin: self.origin(&format!("site.{field}")),
        });
    }

    /// A figure of the rehearsal; none without one.
    fn measured(&self, rows: &mut Vec<Figure>, id: &str, args: &Args) {
        if self.room.rehearsed {
            rows.push(Figure {
                label: self.words.t(&format!("room.it.{id}")),
                value: self.words.text(&format!("room.it.{id}.value"), args),
                origin: Origin::Measured,
            });
        }
    }

    /// The note of the closest field: its own, else that of what it is a part of.
    fn origin(&self, field: &str) -> Origin {
        let covers = |note: &str| {
            note == field
                || field
                    .strip_prefix(note)
                    .is_some_and(|rest| rest.starts_with('.'))
                || note
                    .strip_prefix(field)
                    .is_some_and(|rest| rest.starts_with('.'))
        };
        let note = self
            .scenario
            .notes
            .iter()
            .filter(|n| covers(&n.field))
            .max_by_key(|n| (n.field == field, n.field.len()));
        match note {
            Some(n) if n.assumed => Origin::Assumed(n.source.clone()),
            Some(n) => Origin::Known(n.source.clone()),
            None => Origin::Plan,
        }
    }
}
