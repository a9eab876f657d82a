//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::bench::Peers;
use crate::stages::Stage;

/// Build, serve, test and measure Onrush.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// One of the things to do.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Build the page and serve it on this computer, until you press Ctrl-C
    Serve {
        /// The port on 127.0.0.1
        #[arg(long, default_value_t = 8080, value_parser = clap::value_parser!(u16).range(1..))]
        port: u16,
        /// Open the page in your browser
        #[arg(long)]
        open: bool,
        /// Sooner built and larger: to look at a change
        #[arg(long)]
        quick: bool,
    },
    /// Build the page into dist/: static files for any web server, under any path
    Build {
        /// Sooner done and larger: to look at a change
        #[arg(long)]
        quick: bool,
        /// Put compressed files beside the others (.gz, .br), for a host that sends them (docs/hosting.md)
        #[arg(long)]
        compress: bool,
        /// Also make one HTML file of it, in dist-single/: it runs by double click, without a web server
        #[arg(long)]
        single_file: bool,
    },
    /// Everything of this version in one archive, in target/xtask/dist: page, command, schemas, licences, sums
    Dist {
        /// Make it a second time in another folder, and compare the bytes
        #[arg(long)]
        check: bool,
    },
    /// Run every check, or some of them
    Test {
        /// Run only these stages
        #[arg(long, value_name = "STAGE", num_args = 1..)]
        only: Vec<Stage>,
    },
    /// Say what the languages lack beside English: missing, unused and untranslated sentences, and places that differ
    Words {
        /// Only this language, by its tag (pl, nl)
        #[arg(value_name = "TAG")]
        language: Option<String>,
    },
    /// Give the readers and the engine changed input for a while, and see that nothing panics
    Fuzz {
        /// How long, in seconds
        #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(3..=1_000_000))]
        seconds: u32,
        /// Where chance begins; another one each time unless told
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Let a monkey use the page for a while, and see that nothing breaks and no plan is lost
    Monkey {
        /// How long, in minutes
        #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1_000))]
        minutes: u32,
        /// Where chance begins; another one each time unless told
        #[arg(long)]
        seed: Option<u32>,
    },
    /// Measure the speed of the engine, side by side with other simulators, and write docs/benchmarks.md
    Bench(Bench),
}

/// How to measure.
#[derive(Args)]
pub(crate) struct Bench {
    /// Fewer rounds: a first look, in target/xtask/bench/benchmarks.md
    #[arg(long)]
    pub(crate) quick: bool,
    /// Which simulators to compare with: all, none, or names divided by commas (desim, simu-des, nexosim, simjs, simpy, ciw)
    #[arg(long, value_name = "NAMES", default_value = "all")]
    pub(crate) peers: Peers,
    /// Where to write the report. Otherwise docs/benchmarks.md, or the folder of --quick when it is not the whole comparison
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}
