//! What can be typed.

use clap::{Parser, Subcommand};

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
    },
    /// Build the page into dist/: static files for any web server, under any path
    Build,
    /// Run every check, or some of them
    Test {
        /// Run only these stages
        #[arg(long, value_name = "STAGE", num_args = 1..)]
        only: Vec<Stage>,
    },
    /// Measure the speed of the engine
    Bench,
}
