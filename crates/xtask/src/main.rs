//! `cargo xtask …`: everything a person needs to build, serve, test and measure Onrush, from a fresh clone on.
//!
//! Each command does its own set-up, says what it does, and fails with a sentence that tells what to do.

mod args;
mod bench;
mod binary;
mod browser_tests;
mod browsers;
mod compress;
mod container;
mod debian;
mod dist;
mod fault;
mod fuzz;
mod hosting;
mod integrity;
mod names;
mod node;
mod offline;
mod packages;
mod page;
mod process;
mod project;
#[cfg(test)]
mod promises;
mod python;
mod serve;
mod silent;
mod single;
mod single_tests;
mod sizes;
mod stages;
mod supply;
mod trunk;
mod unsaid;
mod wasm;
mod webbuild;
mod words;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use fault::Outcome;
use project::Project;
use wasm::Pace;

fn main() -> ExitCode {
    let cli = Cli::parse();
    process::start_clock();
    match carry_out(cli.command) {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("error: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn carry_out(command: Command) -> Outcome<ExitCode> {
    let project = Project::find()?;
    match command {
        Command::Serve { port, open, quick } => {
            serve::command(&project, port, open, Pace::of(quick))?;
        }
        Command::Build {
            quick,
            compress,
            single_file,
        } => {
            webbuild::build(&project, Pace::of(quick))?;
            if compress {
                compress::folder(&project.dist())?;
            }
            if single_file {
                single::build(&project)?;
            }
        }
        Command::Dist { check } => dist::command(&project, check)?,
        Command::Test { only } => return Ok(stages::command(project, &only)),
        Command::Words { language } => return words::command(&project, language.as_deref()),
        Command::Fuzz { seconds, seed } => fuzz::command(&project, seconds, seed)?,
        Command::Monkey { minutes, seed } => stages::monkey(project, minutes, seed)?,
        Command::Bench(asked) => bench::command(&project, &asked)?,
    }
    Ok(ExitCode::SUCCESS)
}
