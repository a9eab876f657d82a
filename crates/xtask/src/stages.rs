//! `cargo xtask test`: every check, in stages that can also be run one by one.

use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use clap::ValueEnum;

use crate::browser_tests::{BrowserTests, Selection};
use crate::browsers::Browser;
use crate::container::Engine;
use crate::fault::{Explain, Fault, Outcome};
use crate::hosting::{self, Host};
use crate::process::{self, say};
use crate::project::{Project, make_folder};
use crate::single_tests::SingleTests;
use crate::wasm::Pace;
use crate::{node, python, single, supply, trunk, wasm, webbuild};

/// A part of the checks. They run in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Stage {
    /// The code is formatted (cargo fmt)
    Format,
    /// No warnings (clippy), natively and for WebAssembly
    Lint,
    /// Unit, integration and documentation tests, natively
    Unit,
    /// The documentation builds without warnings
    Docs,
    /// What we are built with: licences, sources and, where cargo-deny is installed, known faults
    Supply,
    /// The same run gives the same bytes natively and in WebAssembly
    Agreement,
    /// Scripts for load tests run: by Locust itself, k6's by Node
    Handover,
    /// The page builds
    Build,
    /// The page works in Chromium
    Browser,
    /// The same, with pictures of the screens for people to look at. Only when asked for by name
    Pictures,
    /// The page works in Firefox
    Firefox,
    /// The page as a single file works from the disk, in Chromium and Firefox: those browser tests that single.json chooses
    Single,
    /// All browser tests but those about hosting work with the single file. Only when asked for by name: it takes as long as `browser`
    SingleAll,
    /// The configurations in docs/hosting work: nginx and Caddy serve the page, and it works in Chromium
    Hosting,
    /// docs/hosting/Containerfile builds, and what it makes serves the page. Only when asked for by name: it needs podman, and a machine that
    /// lets it start containers
    Container,
    /// Trunk builds the same page, and that works too
    Trunk,
    /// Lighthouse is content on a telephone. Only when asked for by name: its times mean something on a quiet machine only
    Lighthouse,
}

impl Stage {
    /// Those that run only when asked for by name.
    const ASKED_FOR: [Self; 4] = [
        Self::Lighthouse,
        Self::Pictures,
        Self::SingleAll,
        Self::Container,
    ];
}

/// What the stages share.
struct Checks {
    project: Project,
    /// Set once the page has been built by this command.
    built: bool,
    tests: BrowserTests,
}

/// Runs the stages asked for, or all. The last line printed is `N passed, N failed`.
pub(crate) fn command(project: Project, only: &[Stage]) -> ExitCode {
    let mut checks = Checks {
        project,
        built: false,
        tests: BrowserTests::default(),
    };
    let mut results = Vec::new();
    for &stage in Stage::value_variants() {
        let asked = if only.is_empty() {
            !Stage::ASKED_FOR.contains(&stage)
        } else {
            only.contains(&stage)
        };
        if !asked {
            continue;
        }
        println!();
        say(format!("== {} ==", title(stage)));
        let started = Instant::now();
        let verdict = checks.check(stage);
        if let Err(fault) = &verdict {
            say(format!("FAILED: {fault}"));
        }
        results.push((stage, verdict, started.elapsed()));
    }
    summarise(&results, &checks.tests.unsteady())
}

/// `cargo xtask monkey`: the test of the browser stage that uses the page at random, for longer.
pub(crate) fn monkey(project: Project, minutes: u32, seed: Option<u32>) -> Outcome<()> {
    let mut checks = Checks {
        project,
        built: false,
        tests: BrowserTests::default(),
    };
    checks.build()?;
    let seed = seed.unwrap_or_else(|| {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(1, |t| t.subsec_nanos())
    });
    say(format!("A monkey for {minutes} min, seed {seed}"));
    let tests = checks.test_files(|name| name.starts_with("monkey"))?;
    let settings = [
        ("ONRUSH_MONKEY_SECONDS", (60 * minutes).to_string()),
        ("ONRUSH_MONKEY_SEED", seed.to_string()),
    ];
    checks.run_tests(Browser::Chromium, &tests, &checks.project.dist(), &settings)
}

/// As many files at once as there are cores.
fn together_option() -> String {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    format!("--test-concurrency={cores}")
}

fn title(stage: Stage) -> String {
    stage
        .to_possible_value()
        .map_or_else(|| format!("{stage:?}"), |value| value.get_name().to_owned())
}

fn summarise(results: &[(Stage, Outcome<()>, Duration)], unsteady: &[String]) -> ExitCode {
    println!("\n{:<12}{:>9}", "stage", "seconds");
    for (stage, verdict, time) in results {
        let word = match verdict {
            Ok(()) => "passed".to_owned(),
            Err(fault) => format!("FAILED: {fault}"),
        };
        println!("{:<12}{:>9.1}  {word}", title(*stage), time.as_secs_f64());
    }
    for name in unsteady {
        println!("Unsteady: “{name}” failed beside others and passed alone");
    }
    let passed = results
        .iter()
        .filter(|(_, verdict, _)| verdict.is_ok())
        .count();
    let failed = results.len() - passed;
    println!("\n{passed} passed, {failed} failed");
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

impl Checks {
    fn check(&mut self, stage: Stage) -> Outcome<()> {
        match stage {
            Stage::Format => self.cargo(&["fmt", "--all", "--check"]),
            Stage::Lint => self.lint(),
            Stage::Unit => self.cargo(&["test", "--workspace", "--no-fail-fast"]),
            Stage::Docs => self.docs(),
            Stage::Supply => supply::check(&self.project),
            Stage::Agreement => self.agreement(),
            Stage::Handover => self.handover(),
            Stage::Build => self.build(),
            Stage::Browser => self.browser(&[]),
            Stage::Pictures => self.browser(&[("ONRUSH_PICTURES", "1".to_owned())]),
            Stage::Firefox => self.firefox(),
            Stage::Single => self.single(false),
            Stage::SingleAll => self.single(true),
            Stage::Hosting => self.hosting(),
            Stage::Container => self.container(),
            Stage::Trunk => self.trunk(),
            Stage::Lighthouse => self.lighthouse(),
        }
    }

    fn cargo(&self, arguments: &[&str]) -> Outcome<()> {
        process::run(process::cargo(&self.project.root).args(arguments))
    }

    /// Both are run even when the first finds something: one look shows everything.
    fn lint(&self) -> Outcome<()> {
        wasm::ensure_target()?;
        let clippy = |options: &[&str]| {
            self.cargo(&[&["clippy"][..], options, &["--", "-D", "warnings"]].concat())
        };
        let native = clippy(&["--workspace", "--all-targets"]);
        let web = clippy(&["--package", "onrush-web", "--target", wasm::TARGET]);
        native.and(web)
    }

    fn docs(&self) -> Outcome<()> {
        process::run(
            process::cargo(&self.project.root)
                .args([
                    "doc",
                    "--workspace",
                    "--no-deps",
                    "--document-private-items",
                ])
                .env("RUSTDOCFLAGS", "-D warnings"),
        )
    }

    fn agreement(&self) -> Outcome<()> {
        node::require(&self.project)?;
        let folder = self.project.workbench().join("agreement");
        make_folder(&folder)?;
        let module = wasm::for_node(&self.project, "onrush-agreement", &folder)?;
        let native = folder.join("native.txt");
        let digests = process::output(process::cargo(&self.project.root).args([
            "run",
            "--release",
            "--quiet",
            "--package",
            "onrush-agreement",
        ]))?;
        fs::write(&native, digests)
            .explain(|| format!("{} could not be written", native.display()))?;
        let script = self.project.root.join("tests/agreement/run.mjs");
        process::run(Command::new("node").arg(script).arg(&native).arg(&module))
    }

    fn handover(&self) -> Outcome<()> {
        node::check_version()?;
        let home = self.project.root.join("tests/handover");
        let work = self.project.workbench().join("handover");
        make_folder(&work)?;
        let python = python::environment(&home.join("requirements.txt"), &work)?;
        self.cargo(&["build", "--package", "onrush-cli"])?;
        let command = self
            .project
            .target
            .join("debug/onrush")
            .with_extension(std::env::consts::EXE_EXTENSION);
        process::run(
            Command::new("node")
                .current_dir(&home)
                .args(["--test", "--test-reporter=spec"])
                .args(["k6.test.mjs", "locust.test.mjs"])
                .env("ONRUSH_CLI", command)
                .env("ONRUSH_PYTHON", python),
        )
    }

    fn build(&mut self) -> Outcome<()> {
        if !self.built {
            webbuild::build(&self.project, Pace::Shipped)?;
            self.built = true;
        }
        Ok(())
    }

    /// All tests but those of other stages: as many files at once as there are cores, then one by one what measures time.
    /// The second half runs even when the first fails: one look shows everything.
    fn browser(&mut self, settings: &[(&str, String)]) -> Outcome<()> {
        self.build()?;
        let begins = |name: &str, these: &[&str]| these.iter().any(|n| name.starts_with(n));
        let elsewhere = |name: &str| begins(name, &["firefox", "hosting", "lighthouse", "single"]);
        let measures = |name: &str| begins(name, &["monkey", "speed", "study-speed"]);
        let together = self.test_files(|name| !elsewhere(name) && !measures(name))?;
        let alone = self.test_files(measures)?;
        let dist = self.project.dist();
        let run = |options: &[String], tests: &[PathBuf]| {
            self.run_some(Browser::Chromium, options, tests, &dist, settings)
        };
        let first = run(&[together_option()], &together);
        first.and(run(&["--test-concurrency=1".to_owned()], &alone))
    }

    fn firefox(&mut self) -> Outcome<()> {
        self.build()?;
        let tests = self.test_files(|name| name.starts_with("firefox"))?;
        self.run_tests(Browser::Firefox, &tests, &self.project.dist(), &[])
    }

    fn lighthouse(&mut self) -> Outcome<()> {
        self.build()?;
        let tests = self.test_files(|name| name.starts_with("lighthouse"))?;
        self.run_tests(Browser::Chromium, &tests, &self.project.dist(), &[])
    }

    /// On the single file, opened from the disk. Both browsers are tried even when the first fails: one look shows everything.
    fn single(&mut self, all: bool) -> Outcome<()> {
        self.build()?;
        let file = single::build(&self.project)?;
        let settings = [("ONRUSH_SINGLE", file.display().to_string())];
        let plan = SingleTests::read(&self.project.browser_tests())?;
        let in_firefox = |name: &str| name.starts_with("firefox");
        let wanted = |name: &str| !in_firefox(name) && plan.wants(name, all);
        let tests = self.test_files(wanted)?;
        let dist = self.project.dist();
        let options = [
            together_option(),
            "--test-name-pattern".to_owned(),
            plan.pattern(),
        ];
        let chromium = self.run_some(Browser::Chromium, &options, &tests, &dist, &settings);
        let firefox = self.test_files(|name| name == "firefox.test.mjs")?;
        chromium.and(self.run_tests(Browser::Firefox, &firefox, &dist, &settings))
    }

    /// Every host is tried even when the first fails: one look shows everything.
    fn hosting(&mut self) -> Outcome<()> {
        self.build()?;
        let tests = self.test_files(|name| name.starts_with("hosting"))?;
        let site = hosting::site(&self.project)?;
        Host::ALL
            .map(|host| {
                let running = hosting::start(&self.project, host, &site)?;
                let settings = hosting::settings(&running, &site);
                self.run_tests(Browser::Chromium, &tests, &self.project.dist(), &settings)
            })
            .into_iter()
            .collect()
    }

    /// The same tests as for the other hosts.
    fn container(&mut self) -> Outcome<()> {
        self.build()?;
        let tests = self.test_files(|name| name.starts_with("hosting"))?;
        let engine = Engine::prepare(&self.project)?;
        engine.build(&self.project)?;
        let served = engine.start().and_then(|running| {
            let settings = hosting::settings(&running, &engine.site());
            self.run_tests(Browser::Chromium, &tests, &self.project.dist(), &settings)
        });
        served.and(engine.stop())
    }

    fn trunk(&mut self) -> Outcome<()> {
        self.build()?;
        let dist = trunk::build(&self.project)?;
        let tests = self.test_files(|name| name.starts_with("smoke"))?;
        self.run_tests(Browser::Chromium, &tests, &dist, &[])
    }

    fn run_tests(
        &self,
        browser: Browser,
        tests: &[PathBuf],
        dist: &Path,
        settings: &[(&str, String)],
    ) -> Outcome<()> {
        self.run_some(browser, &[], tests, dist, settings)
    }

    fn run_some(
        &self,
        browser: Browser,
        options: &[String],
        tests: &[PathBuf],
        dist: &Path,
        settings: &[(&str, String)],
    ) -> Outcome<()> {
        let wanted = Selection {
            browser,
            files: tests,
            dist,
            options,
            settings,
        };
        self.tests.run(&self.project, &wanted)
    }

    /// The test files whose names are wanted; none at all is a fault, not a success.
    fn test_files(&self, wanted: impl Fn(&str) -> bool) -> Outcome<Vec<PathBuf>> {
        let folder = self.project.browser_tests();
        let unreadable = || format!("{} could not be read", folder.display());
        let mut files = Vec::new();
        for entry in fs::read_dir(&folder).explain(unreadable)? {
            let name = entry.explain(unreadable)?.file_name();
            if let Some(name) = name.to_str()
                && name.ends_with(".test.mjs")
                && wanted(name)
            {
                files.push(PathBuf::from(name));
            }
        }
        files.sort();
        if files.is_empty() {
            return Err(Fault::new(format!(
                "{} holds no such test (*.test.mjs)",
                folder.display()
            )));
        }
        Ok(files)
    }
}
