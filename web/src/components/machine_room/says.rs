//! What is written around the parts: which sentence with which figures. The sentences themselves are in `words`.

use onrush_scenario::{BalancePolicy, IncidentKind, Scenario};
use onrush_words::{Args, Words};

use super::level::{Level, Limit, Tank, count};
use super::model::{Doing, Look, Room, State, Visitors};
use super::part::Part;

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
    /// Something that goes wrong: with a warning sign.
    Trouble,
}

/// A text and its tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    /// What is written.
    pub(crate) text: String,
    /// What it is about.
    pub(crate) tone: Tone,
}

/// How a part is, in one word and a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    /// How full it is.
    Level(Level),
    /// Another condition.
    State(State),
}

/// A region's name, its flow, and whether it is shut out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SourceText {
    /// What the person calls it.
    pub(crate) name: String,
    /// What comes from there.
    pub(crate) flow: String,
    /// The same where there is little room.
    pub(crate) flow_short: String,
    /// Nobody gets through.
    pub(crate) shut: bool,
}

/// The texts around one part.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Caption {
    /// What it is called.
    pub(crate) title: String,
    /// What it does, in a few words.
    pub(crate) subtitle: String,
    /// The word for how it is.
    pub(crate) badge: Option<(Sign, String)>,
    /// Whether it works on a limited number at once.
    pub(crate) has_servers: bool,
    /// Figures underneath.
    pub(crate) notes: Vec<Note>,
    /// Regions.
    pub(crate) sources: Vec<SourceText>,
    /// All of it in one sentence, for those who do not see it.
    pub(crate) spoken: String,
}

/// The texts around all parts, in the order of [`Room::parts`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Captions(Vec<(Part, Caption)>);

impl Captions {
    /// The texts for a room.
    pub(crate) fn new(room: &Room, scenario: &Scenario, words: Words) -> Self {
        let writer = Writer {
            rehearsed: room.rehearsed,
            scenario,
            words,
        };
        Self(
            room.parts
                .iter()
                .map(|look| (look.part, writer.caption(look)))
                .collect(),
        )
    }

    /// The texts around `part`.
    pub(crate) fn of(&self, part: Part) -> Option<&Caption> {
        self.0.iter().find(|(p, _)| *p == part).map(|(_, c)| c)
    }
}

/// The name of a part: its own, or that of its kind.
pub(crate) fn title(part: Part, scenario: &Scenario, words: Words) -> String {
    part.own_name(&scenario.site).map_or_else(
        || words.t(&format!("room.{}.title", part.id())),
        str::to_owned,
    )
}

/// What goes wrong, in the person's words or those of its kind.
pub(crate) fn incident_name(scenario: &Scenario, incident: usize, words: Words) -> String {
    scenario
        .incidents
        .get(incident)
        .map(|i| match i.name.trim() {
            "" => words.choice("incidents[].kind", i.kind.id()),
            name => name.to_owned(),
        })
        .unwrap_or_default()
}

struct Writer<'a> {
    rehearsed: bool,
    scenario: &'a Scenario,
    words: Words,
}

impl Writer<'_> {
    fn caption(&self, look: &Look) -> Caption {
        let part = look.part;
        let level = look.level().map(Sign::Level);
        let sign = look.state.map(Sign::State).or(level);
        let mut caption = Caption {
            title: title(part, self.scenario, self.words),
            subtitle: self.words.t(&format!("room.{}.subtitle", part.id())),
            badge: sign
                .filter(|_| self.rehearsed)
                .map(|sign| (sign, self.word(part, sign))),
            has_servers: matches!(&look.doing, Doing::Tank(tank) if tank.servers > 0),
            notes: Vec::new(),
            sources: match &look.doing {
                Doing::Visitors(v) => self.sources(v),
                _ => Vec::new(),
            },
            spoken: String::new(),
        };
        caption.notes = look
            .troubles
            .iter()
            .map(|&i| Note {
                text: incident_name(self.scenario, i, self.words),
                tone: Tone::Trouble,
            })
            .collect();
        caption.notes.extend(if self.rehearsed {
            self.now(look)
        } else {
            self.size(part)
        });
        caption.spoken = self.spoken(&caption);
        caption
    }

    /// The word for a sign. Some parts close or fail in a way of their own.
    fn word(&self, part: Part, sign: Sign) -> String {
        match sign {
            Sign::Level(level) => self.words.t(&format!("room.level.{}", level.id())),
            Sign::State(State::Closed) if part == Part::WaitingRoom => {
                self.words.t("room.state.not-open")
            }
            Sign::State(state) => self.words.t(&format!("room.state.{}", state.id())),
        }
    }

    fn spoken(&self, caption: &Caption) -> String {
        let mut said: Vec<&str> = caption.badge.iter().map(|(_, w)| w.as_str()).collect();
        said.extend(caption.notes.iter().map(|n| n.text.as_str()));
        let sources: Vec<String> = caption
            .sources
            .iter()
            .map(|s| format!("{} {}", s.name, s.flow))
            .collect();
        said.extend(sources.iter().map(String::as_str));
        let args = Args::new()
            .with("part", caption.title.as_str())
            .with("notes", said.join(", "));
        let id = if self.rehearsed {
            "room.spoken"
        } else {
            "room.spoken.resting"
        };
        self.words.text(id, &args)
    }

    fn note(&self, tone: Tone, id: &str, args: &Args) -> Note {
        Note {
            text: self.words.text(id, args),
            tone,
        }
    }

    fn figure(&self, id: &str, n: f64) -> Note {
        self.note(Tone::Plain, id, &Args::new().with("n", n))
    }

    /// A note about what is lost; none when nothing is.
    fn lost(&self, id: &str, n: f64) -> Option<Note> {
        (n > 0.0).then(|| self.note(Tone::Lost, id, &Args::new().with("n", n)))
    }

    fn sources(&self, visitors: &Visitors) -> Vec<SourceText> {
        let name = |s: &super::model::Source| {
            s.name.clone().unwrap_or_else(|| {
                let args = Args::new().with("n", s.regions);
                self.words.text("room.visitors.others", &args)
            })
        };
        visitors
            .sources
            .iter()
            .map(|s| {
                let flow = |per_second: &str| match s.shut {
                    Some(IncidentKind::RegionBlocked) => self.words.t("room.visitors.blocked"),
                    Some(_) => self.words.t("room.visitors.cut-off"),
                    None if self.rehearsed => {
                        let args = Args::new().with("n", s.requests);
                        self.words.text(per_second, &args)
                    }
                    None => {
                        let args = Args::new().with("n", s.share);
                        self.words.text("room.share", &args)
                    }
                };
                SourceText {
                    name: name(s),
                    shut: s.shut.is_some(),
                    flow: flow("room.per-second"),
                    flow_short: flow("room.per-second.short"),
                }
            })
            .collect()
    }

    /// How it is doing at this second.
    fn now(&self, look: &Look) -> Vec<Note> {
        match &look.doing {
            Doing::Visitors(v) => {
                let mut notes = vec![
                    self.figure("room.visitors.requests", v.requests),
                    self.figure("room.visitors.people", v.inside),
                ];
                if v.abandoned > 0.0 {
                    // Requests given up, most of them sent again: not people lost.
                    notes.push(self.figure("room.visitors.left", v.abandoned));
                }
                notes.extend(self.lost("room.visitors.kept-out", v.blocked));
                notes
            }
            Doing::Waiting(w) => {
                let mut notes = vec![
                    self.figure("room.waiting-room.waiting", w.people),
                    self.figure("room.waiting-room.admitted", w.admitted),
                ];
                notes.extend(self.lost("room.waiting-room.given-up", w.given_up));
                notes
            }
            Doing::Gate(g) => {
                let mut notes = vec![self.figure("room.gate.passed", g.passed)];
                if look.part == Part::BotFilter {
                    notes.push(self.figure("room.bot-filter.bots", g.bots));
                    notes.extend(self.lost("room.bot-filter.people", g.people));
                } else {
                    notes.extend(self.lost("room.rate-limit.stopped", g.people + g.bots));
                }
                notes
            }
            Doing::Copies(c) => vec![
                self.figure(&format!("room.{}.answered", look.part.id()), c.answered),
                self.figure(&format!("room.{}.passed", look.part.id()), c.passed),
            ],
            Doing::Door(d) => {
                let mut notes = vec![self.figure("room.door.admitted", d.admitted)];
                notes.extend(self.lost("room.door.refused", d.refused));
                notes.extend(self.lost("room.door.timed-out", d.timed_out));
                notes
            }
            Doing::Tank(t) => self.tank(look.part, t),
            Doing::Uplink(u) => {
                let args = Args::new()
                    .with("used", u.share * u.megabits)
                    .with("all", u.megabits);
                vec![self.note(Tone::Plain, "room.uplink.used", &args)]
            }
            Doing::Stock(s) => {
                let args = Args::new()
                    .with("left", s.left.round())
                    .with("all", s.units);
                let mut notes = vec![self.note(Tone::Plain, "room.stock.left", &args)];
                if s.line >= 0.5 {
                    notes.push(self.figure("room.stock.line", s.line.round()));
                }
                notes.extend(self.lost("room.stock.in-vain", s.in_vain));
                notes
            }
        }
    }

    fn tank(&self, part: Part, tank: &Tank) -> Vec<Note> {
        let id = part.id();
        let args = tank_args(tank);
        let plain = |id: &str| self.note(Tone::Plain, id, &args);
        let mut notes = Vec::new();
        if matches!(part, Part::Party(_)) {
            notes.push(self.figure("room.party.asked", tank.arrived));
            if tank.servers > 0 {
                notes.push(plain("room.party.busy"));
            }
            notes.extend(self.lost("room.party.failed", tank.failed + tank.given_up));
            notes.extend(self.lost("room.party.shed", tank.shed));
        } else {
            notes.push(plain(&format!("room.{id}.busy")));
            if part == Part::Web && tank.stuck >= 0.5 {
                notes.push(self.note(Tone::Stuck, "room.web.stuck", &args));
            }
            notes.push(match tank.limit {
                Limit::Places(_) => plain("room.line.places"),
                Limit::Holders(_) => plain("room.line.workers"),
                Limit::None => plain("room.line"),
            });
            if part == Part::Web && self.scenario.site.web.autoscaler.is_some() {
                notes.push(self.note(Tone::Plain, "room.web.machines", &args));
            }
            if matches!(part, Part::Database | Part::Replicas) {
                notes.push(self.figure("room.database.queries", tank.arrived));
            }
            if matches!(part, Part::Queue | Part::Desk(_)) {
                notes.extend(self.lost(&format!("room.{id}.refused"), 60.0 * tank.refused));
                notes.extend(self.lost("room.desk.given-up", 60.0 * tank.given_up));
            }
        }
        notes
    }

    /// How it is built.
    fn size(&self, part: Part) -> Vec<Note> {
        let site = &self.scenario.site;
        let id = format!("room.{}.size", part.id());
        let one = |n: f64| Some(Args::new().with("n", n));
        if let (Part::WaitingRoom, Some(room)) = (part, &site.waiting_room) {
            let active = room.active.map(|n| self.figure(&id, n.into()));
            let minute = room
                .per_minute
                .map(|n| self.figure("room.waiting-room.size.minute", n));
            return active.into_iter().chain(minute).collect();
        }
        let args = match part {
            Part::Visitors | Part::WaitingRoom => None,
            Part::BotFilter => site
                .bot_filter
                .as_ref()
                .and_then(|f| one(f.stops_bots_percent / 100.0)),
            Part::Cdn => site
                .cdn
                .as_ref()
                .map(|c| Args::new().with("n", c.files_hit_percent.map_or(-1.0, |p| p / 100.0))),
            Part::RateLimit => site.rate_limit.as_ref().and_then(|r| one(r.per_s)),
            Part::Door => Some(Args::new().with(
                "policy",
                match site.balancer.policy {
                    BalancePolicy::RoundRobin => "round-robin",
                    BalancePolicy::Random => "random",
                    BalancePolicy::LeastBusy => "least-busy",
                    BalancePolicy::TwoChoices => "two-choices",
                },
            )),
            Part::Web => Some(
                Args::new()
                    .with("n", site.web.servers)
                    .with("workers", site.web.workers)
                    .with("most", site.web.at_most()),
            ),
            Part::Cache => site
                .cache
                .as_ref()
                .and_then(|c| one(c.reads_percent / 100.0)),
            Part::Database => one(site.database.connections.into()),
            Part::Replicas => site
                .database
                .replicas
                .map(|r| Args::new().with("n", r.servers).with("each", r.connections)),
            Part::Stock(i) => site.stocks.get(i).map(|s| Args::new().with("n", s.units)),
            Part::Uplink => site.uplink.as_ref().and_then(|u| one(u.megabits_per_s)),
            Part::Queue => site.queue.as_ref().and_then(|q| one(q.workers.into())),
            Part::Party(i) => site.third_parties.get(i).and_then(|p| one(p.answer_ms)),
            Part::Desk(i) => site.desks.get(i).and_then(|d| one(d.people.into())),
        };
        args.map(|args| self.note(Tone::Plain, &id, &args))
            .into_iter()
            .collect()
    }
}

/// The figures of a tank, whole.
pub(super) fn tank_args(tank: &Tank) -> Args {
    let places = match tank.limit {
        Limit::Places(n) | Limit::Holders(n) => n,
        Limit::None => 0,
    };
    Args::new()
        .with("busy", tank.busy.round())
        .with("servers", tank.servers)
        .with("free", (count(tank.servers) - tank.busy).round().max(0.0))
        .with("stuck", tank.stuck.round())
        .with("line", tank.line.round())
        .with("places", places)
        .with("up", tank.up.round())
        .with("changing", tank.changing.round())
}

/// Of a part that is looked at closely: what it is and how it is doing, in plain words.
pub(crate) fn plain(look: &Look, room: &Room, scenario: &Scenario, words: Words) -> Vec<Note> {
    let site = &scenario.site;
    let id = look.part.id();
    let args = match &look.doing {
        Doing::Tank(tank) => tank_args(tank)
            .with("machines", site.web.servers)
            .with("workers", site.web.workers)
            .with("connections", site.database.connections),
        _ => Args::new().with("timeout", site.balancer.timeout_s),
    };
    let mut notes = vec![Note {
        text: words.text(&format!("room.{id}.what"), &args),
        tone: Tone::Plain,
    }];
    if !room.rehearsed {
        notes.push(Note {
            text: words.t("room.resting.now"),
            tone: Tone::Soft,
        });
        return notes;
    }
    let mut strong = |text: String| {
        notes.push(Note {
            text: words.capitalised(&text),
            tone: Tone::Strong,
        });
    };
    match (look.part, look.level()) {
        (Part::Web | Part::Database, Some(level)) => {
            strong(words.text(&format!("room.{id}.now.{}", level.id()), &args));
            if let Some(web) = room.tank(Part::Web).filter(|_| look.part == Part::Web)
                && web.stuck > web.busy / 2.0
            {
                strong(words.text("room.web.now.stuck", &args));
            }
        }
        (_, Some(level)) => strong(words.t(&format!("room.now.{}", level.id()))),
        _ => {}
    }
    for note in Captions::new(room, scenario, words)
        .of(look.part)
        .into_iter()
        .flat_map(|caption| &caption.notes)
    {
        notes.push(Note {
            text: words.capitalised(&note.text),
            tone: note.tone,
        });
    }
    notes
}
