//! The stage `hosting`: the configurations in docs/hosting work in the web servers that they are for.
//!
//! Each server runs on loopback, on a spare port, with nothing but a folder of ours, and ends with the stage.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::fault::{Explain, Fault, Outcome};
use crate::process::{self, say};
use crate::project::{self, Project, make_folder};
use crate::{compress, debian, page};

/// How long a server may take to listen.
const PATIENCE: Duration = Duration::from_secs(20);
/// The packages with the servers, and with the part of nginx that sends `.br`.
const PACKAGES: [&str; 3] = ["nginx", "libnginx-mod-http-brotli-static", "caddy"];

/// The web servers there is a configuration for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Host {
    Nginx,
    Caddy,
}

impl Host {
    pub(crate) const ALL: [Self; 2] = [Self::Nginx, Self::Caddy];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Caddy => "caddy",
        }
    }

    /// Where its package has the program.
    fn path(self) -> &'static str {
        match self {
            Self::Nginx => "usr/sbin/nginx",
            Self::Caddy => "usr/bin/caddy",
        }
    }
}

/// A folder with the page in it twice, compressed: at the top, and under `tools/on rush/`.
pub(crate) fn site(project: &Project) -> Outcome<PathBuf> {
    let site = project.workbench().join("hosting/site");
    if site.exists() {
        fs::remove_dir_all(&site)
            .explain(|| format!("the old {} could not be removed", site.display()))?;
    }
    let below = project.workbench().join("hosting/below");
    if below.exists() {
        fs::remove_dir_all(&below)
            .explain(|| format!("the old {} could not be removed", below.display()))?;
    }
    page::copy_folder(&project.dist(), &below)?;
    compress::folder(&below)?;
    page::copy_folder(&below, &site)?;
    page::copy_folder(&below, &site.join("tools/on rush"))?;
    Ok(site)
}

/// A server that runs until this is dropped.
pub(crate) struct Running {
    process: Child,
    /// Such as `http://127.0.0.1:40001`.
    pub(crate) origin: String,
    /// What it can send compressed, as in `Accept-Encoding`.
    pub(crate) encodings: &'static str,
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only where it has ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Starts a server with our configuration for `site`.
pub(crate) fn start(project: &Project, host: Host, site: &Path) -> Outcome<Running> {
    let found = find(host)?;
    let folder = project.workbench().join("hosting").join(host.name());
    make_folder(&folder)?;
    let port = spare_port()?;
    let command = match host {
        Host::Nginx => nginx(project, &found, &folder, site, port)?,
        Host::Caddy => caddy(project, &found, &folder, site, port)?,
    };
    let encodings = match (host, &found.brotli) {
        (Host::Nginx, None) => "gzip",
        _ => "br, gzip",
    };
    Running::start(host.name(), command, &folder, port, encodings)
}

impl Running {
    /// Starts a server and waits until it takes connections on this port. What it complains of goes to a file in `folder`.
    pub(crate) fn start(
        name: &str,
        mut command: Command,
        folder: &Path,
        port: u16,
        encodings: &'static str,
    ) -> Outcome<Self> {
        say(format!("Starting {name} on port {port}"));
        let complaints = folder.join("complaints.txt");
        let log = fs::File::create(&complaints)
            .explain(|| format!("{} could not be written", complaints.display()))?;
        let process = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .explain(|| format!("{name} could not be started"))?;
        let mut running = Self {
            process,
            origin: format!("http://127.0.0.1:{port}"),
            encodings,
        };
        wait(&mut running.process, port).map_err(|fault| {
            let said = fs::read_to_string(&complaints).unwrap_or_default();
            Fault::new(format!("{name} {fault}: {}", said.trim()))
        })?;
        Ok(running)
    }
}

/// A program, and for nginx the module with which it sends `.br`.
struct Found {
    program: PathBuf,
    brotli: Option<PathBuf>,
}

/// Debian's packages, unpacked into a folder of ours; where that cannot be, what is installed.
fn find(host: Host) -> Outcome<Found> {
    let folder = project::tool_cache()?.join("web-servers");
    let unpacked = || {
        let program = folder.join(host.path());
        let module = folder.join("usr/lib/nginx/modules/ngx_http_brotli_static_module.so");
        (program.is_file() && module.is_file()).then_some(Found {
            program,
            brotli: Some(module),
        })
    };
    if let Some(found) = unpacked() {
        return Ok(found);
    }
    let fault = match debian::unpack(&PACKAGES, &folder) {
        Ok(()) => Fault::new(format!("the packages hold no {}", host.path())),
        Err(fault) => fault,
    };
    if let Some(found) = unpacked() {
        return Ok(found);
    }
    let installed = process::find_program(&[host.name()]).or_else(|| {
        let file = Path::new("/").join(host.path());
        file.is_file().then_some(file)
    });
    match installed {
        Some(program) => Ok(Found {
            program,
            brotli: None,
        }),
        None => Err(Fault::new(format!(
            "{} was not found and could not be unpacked from Debian's package ({fault}): install it",
            host.name()
        ))),
    }
}

pub(crate) fn spare_port() -> Outcome<u16> {
    let unable = || "no port of 127.0.0.1 could be opened".to_owned();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).explain(unable)?;
    Ok(listener.local_addr().explain(unable)?.port())
}

/// nginx reads one file that includes the others; ours goes in with its lines marked CHANGE changed.
fn nginx(
    project: &Project,
    found: &Found,
    folder: &Path,
    site: &Path,
    port: u16,
) -> Outcome<Command> {
    let mut ours = read(&project.root.join("docs/hosting/nginx.conf"))?;
    let mut changes = vec![
        ("listen 80;", format!("listen 127.0.0.1:{port};")),
        ("root /srv/onrush;", format!("root \"{}\";", site.display())),
    ];
    let mut module = String::new();
    if let Some(file) = &found.brotli {
        module = format!("load_module \"{}\";\n", file.display());
        changes.push(("# brotli_static on;", "brotli_static on;".to_owned()));
    }
    for (old, new) in changes {
        if ours.matches(old).count() != 1 {
            return Err(Fault::new(format!(
                "docs/hosting/nginx.conf has to say `{old}` once: crates/xtask/src/hosting.rs puts its own in this place"
            )));
        }
        ours = ours.replace(old, &new);
    }
    write(&folder.join("onrush.conf"), &ours)?;
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|kind| format!("{kind}_temp_path temporary/{kind};"))
        .join(" ");
    make_folder(&folder.join("temporary"))?;
    let whole = format!(
        "{module}daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log stderr;\nevents {{}}\n\
         http {{\n    access_log off;\n    {temporary}\n    include onrush.conf;\n}}\n"
    );
    let file = folder.join("nginx.conf");
    write(&file, &whole)?;
    let mut command = Command::new(&found.program);
    command.arg("-p").arg(folder).arg("-c").arg(&file);
    command.args(["-e", "stderr"]);
    Ok(command)
}

/// Our file for Caddy takes address and folder from the environment. A line before it keeps the server from being steered.
fn caddy(
    project: &Project,
    found: &Found,
    folder: &Path,
    site: &Path,
    port: u16,
) -> Outcome<Command> {
    let ours = project.root.join("docs/hosting/Caddyfile");
    let file = folder.join("Caddyfile");
    let whole = format!(
        "{{\n\tadmin off\n\tdefault_bind 127.0.0.1\n}}\nimport \"{}\"\n",
        ours.display()
    );
    write(&file, &whole)?;
    let mut command = Command::new(&found.program);
    command
        .args(["run", "--adapter", "caddyfile", "--config"])
        .arg(&file)
        .env("ONRUSH_ADDRESS", format!("http://127.0.0.1:{port}"))
        .env("ONRUSH_FOLDER", site)
        .env("XDG_CONFIG_HOME", folder)
        .env("XDG_DATA_HOME", folder);
    Ok(command)
}

/// Until the server takes connections.
fn wait(process: &mut Child, port: u16) -> Outcome<()> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        if let Some(status) = process
            .try_wait()
            .explain(|| "cannot be watched".to_owned())?
        {
            return Err(Fault::new(format!("ended at once ({status})")));
        }
        if TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok() {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(50));
    }
    Err(Fault::new("does not take connections"))
}

/// What the tests of a host need to know.
pub(crate) fn settings(running: &Running, site: &Path) -> [(&'static str, String); 3] {
    [
        ("ONRUSH_HOST", running.origin.clone()),
        ("ONRUSH_HOST_ENCODINGS", running.encodings.to_owned()),
        ("ONRUSH_SITE", site.display().to_string()),
    ]
}

fn read(file: &Path) -> Outcome<String> {
    fs::read_to_string(file).explain(|| format!("{} could not be read", file.display()))
}

fn write(file: &Path, text: &str) -> Outcome<()> {
    fs::write(file, text).explain(|| format!("{} could not be written", file.display()))
}

#[cfg(test)]
mod tests {
    const PAGE: &str = include_str!("../../../index.html");
    const NGINX: &str = include_str!("../../../docs/hosting/nginx.conf");
    const CADDY: &str = include_str!("../../../docs/hosting/Caddyfile");
    const TEXT: &str = include_str!("../../../docs/hosting.md");

    /// What stands between two marks.
    fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
        let (_, rest) = text.split_once(before).expect(before);
        rest.split_once(after).expect(after).0
    }

    #[test]
    fn hosts_send_the_policy_that_the_page_names() {
        let policy = between(PAGE, "Content-Security-Policy\" content=\"", "\"");
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        for (name, file) in [("nginx", NGINX), ("Caddy", CADDY)] {
            let sent = between(file, "Content-Security-Policy \"", "\"");
            assert_eq!(sent, policy, "{name}");
        }
        assert!(TEXT.contains(policy), "docs/hosting.md");
    }

    #[test]
    fn nothing_in_the_policy_lets_a_script_stand_in_the_page() {
        let policy = between(PAGE, "Content-Security-Policy\" content=\"", "\"");
        for loose in ["'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"] {
            assert!(!policy.contains(loose), "{loose}");
        }
        let page = PAGE.split("<template").next().unwrap_or_default();
        for script in page.split("<script").skip(1) {
            assert!(script.trim_start().starts_with("src="), "{script:.80}");
        }
        assert!(!PAGE.contains(" style=\"") && !PAGE.contains("<style"));
        assert!(!PAGE.contains(" onclick=") && !PAGE.contains(" onload="));
    }
}
