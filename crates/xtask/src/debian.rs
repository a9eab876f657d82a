//! Packages of Debian and its kin: installed where we may, or only unpacked into a folder of ours.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::fault::{Explain, Fault, Outcome};
use crate::process;
use crate::project::make_folder;
use crate::sizes;

/// Whether there is apt-get here, and we have the rights that it needs.
pub(crate) fn may_install() -> bool {
    process::find_program(&["apt-get"]).is_some() && prefix().is_some()
}

/// Installs packages, as the administrator.
pub(crate) fn install(packages: &[&str]) -> Outcome<()> {
    as_administrator(&["update", "-qq"])?;
    let options = ["install", "-y", "-qq", "--no-install-recommends"];
    as_administrator(&[&options[..], packages].concat())
}

/// Downloads packages and unpacks them below `folder`: no rights are needed, and no service is started, as installing
/// a web server would do.
pub(crate) fn unpack(packages: &[&str], folder: &Path) -> Outcome<()> {
    for program in ["apt-get", "dpkg-deb"] {
        if process::find_program(&[program]).is_none() {
            return Err(Fault::new(format!("there is no {program} here")));
        }
    }
    let archives = folder.join("archives");
    make_folder(&archives)?;
    let download = || {
        let mut command = Command::new("apt-get");
        command.current_dir(&archives).args(["download", "-qq"]);
        process::run(command.args(packages))
    };
    if let Err(fault) = download() {
        // A fresh container has no lists of packages yet.
        if !may_install() {
            return Err(fault);
        }
        as_administrator(&["update", "-qq"])?;
        download()?;
    }
    let mut files = Vec::new();
    sizes::collect(&archives, &mut files)?;
    for file in files {
        let mut command = Command::new("dpkg-deb");
        process::run(command.arg("-x").arg(&file).arg(folder))?;
    }
    fs::remove_dir_all(&archives).explain(|| format!("{} could not be removed", archives.display()))
}

fn as_administrator(arguments: &[&str]) -> Outcome<()> {
    let prefix = prefix().ok_or_else(|| Fault::new("this needs the administrator's rights"))?;
    let words = [
        &prefix[..],
        &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"],
    ]
    .concat();
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).args(arguments);
    process::run(&mut command)
}

/// What comes before a command of the administrator's; nothing where we have no right to one.
fn prefix() -> Option<Vec<&'static str>> {
    let is_root =
        process::output(Command::new("id").arg("-u")).is_ok_and(|printed| printed.trim() == "0");
    if is_root {
        Some(Vec::new())
    } else if process::output(Command::new("sudo").args(["-n", "true"])).is_ok() {
        Some(vec!["sudo", "-n"])
    } else {
        None
    }
}
