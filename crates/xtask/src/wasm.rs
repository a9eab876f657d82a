//! From Rust to an optimised WebAssembly binary and its glue script.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::fault::{Explain, Fault, Outcome};
use crate::node;
use crate::process::{self, say};
use crate::project::{Project, make_folder};
use crate::{names, silent, unsaid};

/// The compiler target of the page.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
/// The package with the programs of the page.
const PACKAGE: &str = "onrush-web";
/// The programs, and so the names of the files that `boot.js` asks for; the first screen, the page, what computes, and what shows and
/// computes a rehearsal in a frame of another page.
const NAMES: [&str; 4] = ["onrush-start", "onrush-web", ENGINE, EMBED];
/// The programs that have an engine in them.
const ENGINE: &str = "onrush-engine";
const EMBED: &str = "onrush-embed";
/// The standard library has some thirty functions between a panic and its trap; so many at least a program of ours has.
const FEWEST_PANICS: usize = 10;
/// How the names of the engines' functions begin, in every way of writing them that the compiler has.
const OF_ENGINES: [&str; 2] = ["onrush_des", "onrush_fluid5solve"];

/// The two files of a program.
pub(crate) struct Program {
    pub(crate) name: &'static str,
    pub(crate) glue: PathBuf,
    pub(crate) binary: PathBuf,
}

/// How a page is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    /// As it is shipped: small and fast.
    Shipped,
    /// Soon: to look at a change.
    Quick,
}

impl Pace {
    pub(crate) fn of(quick: bool) -> Self {
        if quick { Self::Quick } else { Self::Shipped }
    }

    /// The profile in Cargo.toml, which is also the name of its folder.
    fn profile(self) -> &'static str {
        match self {
            Self::Shipped => "release",
            Self::Quick => "quick",
        }
    }
}

/// Builds the programs in the workbench folder.
pub(crate) fn build(project: &Project, pace: Pace) -> Outcome<Vec<Program>> {
    ensure_target()?;
    say("Compiling the page for WebAssembly (the first time takes a few minutes)");
    process::run(process::cargo(&project.root).args([
        "build",
        "--profile",
        pace.profile(),
        "--target",
        TARGET,
        "--package",
        PACKAGE,
        "--bins",
    ]))?;
    NAMES
        .map(|name| finish(project, pace, name))
        .into_iter()
        .collect()
}

/// From the compiler's result to the two files.
fn finish(project: &Project, pace: Pace, name: &'static str) -> Outcome<Program> {
    let compiled = project
        .target
        .join(TARGET)
        .join(pace.profile())
        .join(format!("{name}.wasm"));
    if pace == Pace::Shipped {
        let bytes = read(&compiled)?;
        if ![ENGINE, EMBED].contains(&name) {
            refuse_engines(&bytes, &compiled)?;
        }
        refuse_tables(&bytes, &compiled)?;
        if name == EMBED {
            unsaid::refuse(&project.root, &bytes)?;
        }
    }
    let bound = project.workbench().join("bound");
    bind(&compiled, &bound)?;
    let plain = bound.join(format!("{name}_bg.wasm"));
    let tool = match pace {
        Pace::Shipped => node::wasm_opt(project)?,
        Pace::Quick => None,
    };
    let folder = project.workbench().join("optimised").join(name);
    let binary = match tool {
        Some(tool) if name == EMBED => silent(tool, &plain, &folder)?,
        Some(tool) => optimise(tool, &plain, &folder)?,
        None => plain,
    };
    let glue = bound.join(format!("{name}.js"));
    match pace {
        Pace::Shipped => with_short_names(name, &glue, &binary, &folder),
        Pace::Quick => Ok(Program { name, glue, binary }),
    }
}

fn with_short_names(
    name: &'static str,
    glue: &Path,
    binary: &Path,
    folder: &Path,
) -> Outcome<Program> {
    let script =
        fs::read_to_string(glue).explain(|| format!("{} could not be read", glue.display()))?;
    let (script, bytes) = names::shorten(&script, &read(binary)?)?;
    make_folder(folder)?;
    let program = Program {
        name,
        glue: folder.join("short.js"),
        binary: folder.join("short.wasm"),
    };
    for (path, bytes) in [
        (&program.glue, script.as_bytes()),
        (&program.binary, &bytes),
    ] {
        write(path, bytes)?;
    }
    Ok(program)
}

/// Optimises a program that has nobody to tell why it crashed: a frame says that it did, and the same plan with the same crowd crashes in
/// the whole page, too, and says why there.
fn silent(tool: Command, plain: &Path, folder: &Path) -> Outcome<PathBuf> {
    make_folder(folder)?;
    let trapping = folder.join("trapping.wasm");
    let (bytes, found) = silent::trap_at_once(&read(plain)?)?;
    if found < FEWEST_PANICS {
        return Err(Fault::new(format!(
            "only {found} functions of panics were found in {}: the standard library names them differently now \
             (crates/xtask/src/silent.rs)",
            plain.display()
        )));
    }
    write(&trapping, &bytes)?;
    let mut binary = read(&optimise(tool, &trapping, folder)?)?;
    silent::forget_places(&mut binary)?;
    let result = folder.join("silent.wasm");
    write(&result, &binary)?;
    Ok(result)
}

fn read(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).explain(|| format!("{} could not be read", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Outcome<()> {
    fs::write(path, bytes).explain(|| format!("{} could not be written", path.display()))
}

/// What somebody has to wait for before they see anything must not hold what only workers need. The compiler leaves out what cannot be
/// reached, so one careless call would bring all of it back.
fn refuse_engines(bytes: &[u8], compiled: &Path) -> Outcome<()> {
    match OF_ENGINES.iter().find(|name| holds(bytes, name)) {
        None => Ok(()),
        Some(name) => Err(Fault::new(format!(
            "{} has {name} in it, which belongs into {ENGINE} only: something that the page calls leads there \
             (docs/decisions/0006-what-the-page-weighs.md)",
            compiled.display()
        ))),
    }
}

/// The standard library reads numbers by a table of 10 kB that does not compress; `onrush_json::decimal` does without.
fn refuse_tables(bytes: &[u8], compiled: &Path) -> Outcome<()> {
    if holds(bytes, "dec2flt") {
        return Err(Fault::new(format!(
            "{} reads numbers with the standard library (`parse::<f64>`): use `onrush_json::decimal`, which weighs 10 kB less",
            compiled.display()
        )));
    }
    Ok(())
}

/// Whether a text is somewhere in a binary.
fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

/// Adds the compiler's WebAssembly target when it is missing.
pub(crate) fn ensure_target() -> Outcome<()> {
    let library = process::output(Command::new("rustc").args([
        "--print",
        "target-libdir",
        "--target",
        TARGET,
    ]))?;
    if Path::new(library.trim()).is_dir() {
        return Ok(());
    }
    if process::find_program(&["rustup"]).is_none() {
        return Err(Fault::new(format!(
            "the compiler has no {TARGET} target and there is no rustup to add it: install Rust from https://rustup.rs, \
             or add that target with the package manager your Rust came from"
        )));
    }
    say("Adding the compiler's WebAssembly target");
    process::run(Command::new("rustup").args(["target", "add", TARGET]))
}

/// Builds a library of ours as a module that Node can load, and names its file.
pub(crate) fn for_node(project: &Project, package: &str, folder: &Path) -> Outcome<PathBuf> {
    ensure_target()?;
    let arguments = [
        "build",
        "--release",
        "--lib",
        "--target",
        TARGET,
        "--package",
        package,
    ];
    process::run(process::cargo(&project.root).args(arguments))?;
    let name = package.replace('-', "_");
    let compiled = project
        .target
        .join(TARGET)
        .join("release")
        .join(format!("{name}.wasm"));
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(&compiled)
        .nodejs(true)
        .and_then(|bindgen| bindgen.typescript(false).generate(folder))
        .map_err(|error| {
            Fault::new(format!(
                "wasm-bindgen could not read {}: {error:#}",
                compiled.display()
            ))
        })?;
    Ok(folder.join(format!("{name}.js")))
}

/// Runs wasm-opt on a binary that [`for_node`] made, where there is Node for it, as the page's build does. `folder` keeps the
/// result for the next time.
pub(crate) fn optimise_in_place(project: &Project, binary: &Path, folder: &Path) -> Outcome<()> {
    if let Some(tool) = node::wasm_opt(project)? {
        let better = optimise(tool, binary, folder)?;
        fs::copy(&better, binary)
            .explain(|| format!("{} could not be written", binary.display()))?;
    }
    Ok(())
}

/// Makes the glue script. Target no-modules: one script for the page and for workers made from its text.
fn bind(compiled: &Path, folder: &Path) -> Outcome<()> {
    say(format!(
        "Making the glue script of {} (wasm-bindgen)",
        compiled.file_stem().unwrap_or_default().display()
    ));
    make_folder(folder)?;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled)
        // As the command line tool has it, so that trunk's glue is the same.
        .omit_default_module_path(false)
        .no_modules(true)
        .and_then(|bindgen| bindgen.typescript(false).generate(folder))
        .map_err(|error| {
            Fault::new(format!(
                "wasm-bindgen could not read the compiled page: {error:#}. If it speaks of versions: `wasm-bindgen` in \
                 web/Cargo.toml and `wasm-bindgen-cli-support` in crates/xtask/Cargo.toml must be the same"
            ))
        })
}

/// How wasm-opt works on everything. Left to itself it writes a function that is called in one place into its caller, however large it
/// is: also what the engine keeps apart as rare. Its loop was four times as large by that, and a browser, which runs plain code until it
/// has compiled better code beside it, had to wait for that much longer in a first run (`docs/decisions/0008-the-hot-path.md`).
const OPTIMISED: [&str; 2] = ["-O3", "--one-caller-inline-max-function-size=200"];

/// Runs wasm-opt, unless its last result came from the same bytes in the same way.
fn optimise(mut tool: Command, plain: &Path, folder: &Path) -> Outcome<PathBuf> {
    let seen = folder.join("input.wasm");
    let result = folder.join("output.wasm");
    let way = folder.join("way");
    let input = read(plain)?;
    let wanted = OPTIMISED.join(" ");
    if result.is_file()
        && fs::read_to_string(&way).is_ok_and(|before| before == wanted)
        && fs::read(&seen).is_ok_and(|before| before == input)
    {
        return Ok(result);
    }
    say("Optimising (wasm-opt)");
    make_folder(folder)?;
    // Gone until the result is there, so that an interrupted run is not taken for a finished one.
    let _ = fs::remove_file(&seen);
    process::run(tool.args(OPTIMISED).arg(plain).arg("-o").arg(&result))?;
    write(&way, wanted.as_bytes())?;
    write(&seen, &input)?;
    Ok(result)
}
