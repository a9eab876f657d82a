//! The stage `container`: docs/hosting/Containerfile builds, and what it makes serves the page as nobody, with no rights.
//!
//! No registry is asked. The base of the image is made here, under the name that the file gives it: Caddy as Debian has it, and what
//! it takes to copy a file. So what is tested is our file, not the image that it names.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fault::{Explain, Fault, Outcome};
use crate::hosting::{self, Running};
use crate::process::{self, say};
use crate::project::{Project, make_folder};
use crate::{debian, page};

const FILE: &str = "docs/hosting/Containerfile";
const CADDYFILE: &str = "docs/hosting/Caddyfile";
/// The engine, and what it needs.
const ENGINE: [&str; 4] = ["podman", "runc", "conmon", "catatonit"];
/// What the base is made of: the server, its libraries, and a shell that can copy.
const BASE: [&str; 5] = ["caddy", "libc6", "libzstd1", "libgcc-s1", "busybox-static"];
const NAME: &str = "onrush-container-test";

/// An engine with images and containers of its own, so that nothing of the user's is touched.
pub(crate) struct Engine {
    folder: PathBuf,
}

impl Engine {
    /// Installs it where we may.
    pub(crate) fn prepare(project: &Project) -> Outcome<Self> {
        let is_here =
            || ["podman", "runc"].map(|name| process::find_program(&[name]).is_some()) == [true; 2];
        if !is_here() && debian::may_install() {
            say("Installing podman, to build and run the container");
            debian::install(&ENGINE)?;
        }
        if !is_here() {
            return Err(Fault::new(
                "podman and runc are missing: install them with the system's packages (Debian: podman runc)",
            ));
        }
        let folder = project.workbench().join("container");
        make_folder(&folder)?;
        Ok(Self { folder })
    }

    fn command(&self) -> Command {
        let mut command = Command::new("podman");
        command
            .arg("--root")
            .arg(self.folder.join("images"))
            .arg("--runroot")
            .arg(self.folder.join("running"))
            // These ask least of the machine: containers are started inside other containers, too.
            .args(["--storage-driver", "vfs", "--cgroup-manager", "cgroupfs"])
            .args(["--runtime", "runc"]);
        command
    }

    /// Builds the image from our file, with the page at its top and below a path.
    pub(crate) fn build(&self, project: &Project) -> Outcome<()> {
        let base = self.base()?;
        let archive = self.folder.join("base.tar");
        let mut pack = Command::new("tar");
        process::run(pack.arg("-C").arg(&base).arg("-cf").arg(&archive).arg("."))?;
        let file = project.root.join(FILE);
        let text = fs::read_to_string(&file).explain(|| format!("{FILE} could not be read"))?;
        let from = text.lines().find_map(|line| line.strip_prefix("FROM "));
        let from = from.ok_or_else(|| Fault::new(format!("{FILE} names no base")))?;
        process::run(self.command().arg("import").arg(&archive).arg(from.trim()))?;
        let context = self.folder.join("context");
        remove(&context)?;
        page::copy_folder(&hosting::site(project)?, &self.site())?;
        make_folder(&context.join("docs/hosting"))?;
        for name in [CADDYFILE, ".dockerignore"] {
            fs::copy(project.root.join(name), context.join(name))
                .explain(|| format!("{name} could not be copied"))?;
        }
        say("Building the container");
        let mut command = self.command();
        command.args([
            "build",
            "--pull=never",
            "--isolation=chroot",
            "--layers=false",
        ]);
        command.args(["--tag", NAME, "--file"]).arg(&file);
        process::run(command.arg(&context))
    }

    /// The folder whose copy the container serves.
    pub(crate) fn site(&self) -> PathBuf {
        self.folder.join("context/dist")
    }

    /// What the file's base is made of here.
    fn base(&self) -> Outcome<PathBuf> {
        let base = self.folder.join("base");
        remove(&base)?;
        debian::unpack(&BASE, &base)?;
        for name in ["sh", "cp"] {
            let mut link = Command::new("ln");
            process::run(
                link.args(["-s", "busybox"])
                    .arg(base.join("bin").join(name)),
            )?;
        }
        let temporary = base.join("tmp");
        make_folder(&temporary)?;
        process::run(Command::new("chmod").arg("1777").arg(&temporary))?;
        Ok(base)
    }

    /// Starts the container with the rights that the file's first lines give it: none.
    pub(crate) fn start(&self) -> Outcome<Running> {
        let port = hosting::spare_port()?;
        let mut command = self.command();
        command
            .args(["run", "--rm", "--replace", "--name", NAME])
            .args(["--network=host", "--read-only"])
            .args(["--cap-drop", "all", "--security-opt", "no-new-privileges"])
            // The engine's own would be higher than a machine may allow.
            .args(["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=512:512"])
            .args(["--env", &format!("ONRUSH_ADDRESS=http://127.0.0.1:{port}")])
            .arg(NAME);
        Running::start("the container", command, &self.folder, port, "br, gzip")
    }

    /// Ends the container, which outlives the command that started it.
    pub(crate) fn stop(&self) -> Outcome<()> {
        process::run(self.command().args(["rm", "--force", NAME]))
    }
}

fn remove(folder: &Path) -> Outcome<()> {
    if !folder.exists() {
        return Ok(());
    }
    fs::remove_dir_all(folder)
        .explain(|| format!("the old {} could not be removed", folder.display()))
}

#[cfg(test)]
mod tests {
    //! What can be said of the file without an engine: it takes what there is, and starts what is tested.

    use std::fs;
    use std::path::{Path, PathBuf};

    const FILE: &str = include_str!("../../../docs/hosting/Containerfile");
    const SENT: &str = include_str!("../../../.dockerignore");

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    /// What stands behind each instruction of this name.
    fn all(instruction: &str) -> Vec<&'static str> {
        FILE.lines()
            .filter_map(|line| line.strip_prefix(instruction)?.strip_prefix(' '))
            .collect()
    }

    fn the(instruction: &str) -> &'static str {
        let found = all(instruction);
        assert_eq!(found.len(), 1, "one {instruction}");
        found[0]
    }

    #[test]
    fn what_it_copies_is_there_and_is_sent() {
        // The one folder that is built first: `cargo xtask build --compress`, as the file says.
        assert!(FILE.contains("cargo xtask build --compress"));
        let copied = all("COPY");
        assert_eq!(copied.len(), 2);
        for line in copied {
            let (from, _) = line.split_once(' ').expect(line);
            assert!(from == "dist" || root().join(from).is_file(), "{from}");
            assert!(
                SENT.lines().any(|sent| sent == format!("!{from}")),
                ".dockerignore keeps {from} back"
            );
        }
        assert!(SENT.lines().any(|line| line == "*"));
    }

    #[test]
    fn it_starts_the_configuration_that_is_tested() {
        let hosting =
            fs::read_to_string(root().join("crates/xtask/src/hosting.rs")).expect("hosting");
        let tested = "docs/hosting/Caddyfile";
        assert!(hosting.contains(tested));
        let place = all("COPY")
            .into_iter()
            .find_map(|line| line.strip_prefix(tested))
            .expect(tested);
        assert!(the("CMD").contains(&format!("\"{}\"", place.trim())));
        // What it takes from the environment is what the container sets.
        let caddyfile = fs::read_to_string(root().join(tested)).expect(tested);
        let folder = all("COPY")
            .into_iter()
            .find_map(|line| line.strip_prefix("dist "))
            .expect("dist");
        for (name, value) in [
            ("ONRUSH_ADDRESS", "http://:8080"),
            ("ONRUSH_FOLDER", folder),
        ] {
            assert!(caddyfile.contains(&format!("{{${name}:")), "{name}");
            assert!(all("ENV").contains(&format!("{name}={value}").as_str()));
        }
    }

    #[test]
    fn its_base_is_one_version_and_it_runs_as_nobody() {
        let base = the("FROM");
        let version = base.rsplit_once(':').expect(base).1;
        let numbers = version.split('-').next().unwrap_or_default();
        assert_eq!(numbers.split('.').count(), 3, "{base} is not one version");
        assert!(numbers.split('.').all(|n| n.parse::<u32>().is_ok()));
        let (user, group) = the("USER").split_once(':').expect("user and group");
        for id in [user, group] {
            assert_ne!(id.parse::<u32>().expect("a number"), 0, "not root");
        }
        let port: u32 = the("EXPOSE").parse().expect("a port");
        assert!(port > 1023, "nobody may not open a lower one");
        assert!(FILE.contains("--read-only") && FILE.contains("--cap-drop all"));
    }
}
