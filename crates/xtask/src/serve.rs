//! `cargo xtask serve`: the page on this computer.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;
use std::thread;

use flate2::Compression;
use tiny_http::{Header, Method, Request, Response, Server};

use crate::fault::{Fault, Outcome};
use crate::process::say;
use crate::project::Project;
use crate::wasm::Pace;
use crate::{process, sizes, webbuild};

type Answer = Response<std::io::Cursor<Vec<u8>>>;

/// Builds, then serves until the process is ended.
pub(crate) fn command(project: &Project, port: u16, open: bool, pace: Pace) -> Outcome<()> {
    // First of all: nobody should wait for a build to hear that the port is taken.
    let server = listen(port)?;
    webbuild::for_work(project, pace)?;
    let url = format!("http://127.0.0.1:{port}/");
    say(format!(
        "Onrush is at {url} (Ctrl-C ends it; after a change, run this again)"
    ));
    if open {
        open_browser(&url);
    }
    serve(&server, &project.dist());
    Ok(())
}

fn listen(port: u16) -> Outcome<Server> {
    Server::http(("127.0.0.1", port)).map_err(|error| {
        let taken = error
            .downcast_ref::<std::io::Error>()
            .is_some_and(|error| error.kind() == std::io::ErrorKind::AddrInUse);
        if taken {
            Fault::new(format!(
                "port {port} is taken by another program: choose another one, for example `cargo xtask serve --port {}`",
                port.checked_add(1).unwrap_or(8080)
            ))
        } else {
            Fault::new(format!(
                "port {port} could not be opened ({error}): choose another one with `--port`"
            ))
        }
    })
}

fn open_browser(url: &str) {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(target_os = "windows") {
        let mut command = Command::new("cmd");
        command.args(["/C", "start", ""]);
        command
    } else {
        Command::new("xdg-open")
    };
    if let Err(fault) = process::output(command.arg(url)) {
        say(format!("Please open {url} yourself: {fault}"));
    }
}

/// Browsers ask for several files at once, and may keep a connection open without asking: a few threads answer.
fn serve(server: &Server, dist: &Path) {
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Ok(request) = server.recv() {
                    let answer = answer(&request, dist);
                    // The browser may have gone away meanwhile; that is its right.
                    let _ = request.respond(answer);
                }
            });
        }
    });
}

/// What an earlier version keeps in browsers at this address goes: it would be shown in the place of what is being worked on.
const KEEPS_NOTHING: (&str, &str) = (
    "/service-worker.js",
    include_str!("../../../docs/hosting/service-worker-off.js"),
);

fn answer(request: &Request, dist: &Path) -> Answer {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return plain(405, "Only GET and HEAD.");
    }
    if request.url() == KEEPS_NOTHING.0 {
        let script = [
            ("Content-Type", "text/javascript; charset=utf-8"),
            ("Cache-Control", "no-cache"),
        ];
        return with_headers(Response::from_data(KEEPS_NOTHING.1), &script);
    }
    let Some(file) = locate(dist, request.url()) else {
        return plain(404, "There is no such file.");
    };
    let Ok(bytes) = fs::read(&file) else {
        return plain(404, "There is no such file.");
    };
    let takes_gzip = request.headers().iter().any(|header| {
        header.field.equiv("Accept-Encoding") && header.value.as_str().contains("gzip")
    });
    let zipped = if takes_gzip {
        sizes::gzip(&bytes, Compression::fast()).ok()
    } else {
        None
    };
    let mut headers = vec![
        ("Content-Type", media_type(&file)),
        ("Cache-Control", "no-cache"),
        ("Vary", "Accept-Encoding"),
        // Pages in a sandboxed frame have no origin of their own and could not read their files otherwise.
        ("Access-Control-Allow-Origin", "*"),
        ("X-Content-Type-Options", "nosniff"),
    ];
    if zipped.is_some() {
        headers.push(("Content-Encoding", "gzip"));
    }
    with_headers(Response::from_data(zipped.unwrap_or(bytes)), &headers)
}

fn plain(status: u16, sentence: &str) -> Answer {
    let response = Response::from_data(sentence).with_status_code(status);
    with_headers(response, &[("Content-Type", "text/plain; charset=utf-8")])
}

fn with_headers(response: Answer, headers: &[(&str, &str)]) -> Answer {
    headers
        .iter()
        .filter_map(|(name, value)| Header::from_bytes(name.as_bytes(), value.as_bytes()).ok())
        .fold(response, Response::with_header)
}

/// The file that an address means, never one outside `dist`.
fn locate(dist: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.strip_prefix('/')?;
    let decoded = percent_decode(path)?;
    let inside = Path::new(&decoded);
    let harmless = inside
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if !harmless || decoded.contains(['\\', '\0']) {
        return None;
    }
    let mut file = dist.join(inside);
    if file.is_dir() {
        file.push("index.html");
    }
    file.is_file().then_some(file)
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with a page, and a secret beside it.
    fn site(name: &str) -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("onrush-serve-{name}-{}", std::process::id()));
        fs::create_dir_all(folder.join("dist/styles")).unwrap();
        fs::write(folder.join("dist/index.html"), "page").unwrap();
        fs::write(folder.join("dist/styles/a b.css"), "style").unwrap();
        fs::write(folder.join("secret.txt"), "secret").unwrap();
        folder.join("dist")
    }

    #[test]
    fn finds_what_is_inside() {
        let dist = site("inside");
        assert_eq!(locate(&dist, "/"), Some(dist.join("index.html")));
        assert_eq!(locate(&dist, "/?embed=1"), Some(dist.join("index.html")));
        assert_eq!(
            locate(&dist, "/styles/a%20b.css"),
            Some(dist.join("styles/a b.css"))
        );
        assert_eq!(locate(&dist, "/styles/"), None);
        assert_eq!(locate(&dist, "/nothing.js"), None);
    }

    #[test]
    fn never_leaves_the_folder() {
        let dist = site("outside");
        for url in [
            "/../secret.txt",
            "/styles/../../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/..%5csecret.txt",
            "//etc/passwd",
            "/%2fetc/passwd",
            "/%00",
            "/%",
            "secret.txt",
        ] {
            assert_eq!(locate(&dist, url), None, "{url}");
        }
    }

    #[test]
    fn a_taken_port_names_the_flag() {
        let first = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = first.local_addr().unwrap().port();
        let fault = listen(port).err().unwrap().to_string();
        assert!(fault.contains("--port"), "{fault}");
        assert!(fault.contains(&port.to_string()), "{fault}");
    }
}
