//! One line of a log.

use super::Damage;
use crate::import::time;

/// What matters of a line.
pub(super) struct Entry {
    /// Seconds since the beginning of 1970, UTC.
    pub(super) utc_s: i64,
    /// What its clock is ahead of UTC, in seconds.
    pub(super) ahead_s: i64,
    pub(super) status: u16,
    pub(super) is_page: bool,
    pub(super) is_file: bool,
    pub(super) is_machine: bool,
    /// A number for address and browser.
    pub(super) who: u64,
}

/// Endings of static files.
const FILES: [&str; 33] = [
    "avif",
    "bmp",
    "css",
    "eot",
    "gif",
    "gz",
    "ico",
    "jpeg",
    "jpg",
    "js",
    "map",
    "mjs",
    "mov",
    "mp3",
    "mp4",
    "ogg",
    "otf",
    "pdf",
    "png",
    "svg",
    "tar",
    "tif",
    "ttf",
    "txt",
    "wasm",
    "wav",
    "webm",
    "webmanifest",
    "webp",
    "woff",
    "woff2",
    "xml",
    "zip",
];

/// Words in the names of programs that are no browsers.
const MACHINES: [&str; 16] = [
    "bot",
    "crawl",
    "spider",
    "slurp",
    "monitor",
    "pingdom",
    "uptime",
    "curl/",
    "wget/",
    "python",
    "java/",
    "go-http",
    "okhttp",
    "headless",
    "facebookexternalhit",
    "preview",
];

/// Whether a text looks like an access log: at least half of its first lines are lines of one.
///
/// ```
/// use onrush_scenario::import::log::is_log;
/// assert!(is_log(b"::1 - - [01/Mar/2024:20:00:00 +0000] \"GET / HTTP/2\" 200 5\n"));
/// assert!(!is_log(b"time,visits\n2024-03-01 20:00,5\n"));
/// ```
#[must_use]
pub fn is_log(head: &[u8]) -> bool {
    let lines = head
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.iter().all(u8::is_ascii_whitespace))
        .take(50);
    let (mut all, mut good) = (0_u32, 0_u32);
    for line in lines {
        all += 1;
        // The last line of a piece may be cut: its time is enough.
        good += u32::from(!matches!(parse(line), Err(Damage::NoTime)));
    }
    good > 0 && good * 2 >= all
}

/// Reads a line without its end.
pub(super) fn parse(line: &[u8]) -> Result<Entry, Damage> {
    let (utc_s, ahead_s, after) = moment(line).ok_or(Damage::NoTime)?;
    let rest = &line[after..];
    let open = rest
        .iter()
        .position(|byte| *byte == b'"')
        .ok_or(Damage::NoRequest)?;
    let (request, rest) = quoted(&rest[open..]).ok_or(Damage::NoRequest)?;
    let rest = rest.trim_ascii_start();
    let status = rest
        .split(u8::is_ascii_whitespace)
        .next()
        .filter(|digits| digits.len() == 3)
        .and_then(|digits| std::str::from_utf8(digits).ok()?.parse::<u16>().ok())
        .filter(|status| (100..600).contains(status))
        .ok_or(Damage::NoStatus)?;
    let mut words = request.split(u8::is_ascii_whitespace);
    let method = words.next().unwrap_or(&[]);
    let path = words.next().unwrap_or(&[]);
    // In the combined format the referring page and the browser follow the size.
    let agent = rest
        .iter()
        .position(|byte| *byte == b'"')
        .and_then(|at| quoted(&rest[at..]))
        .and_then(|(_, rest)| {
            let at = rest.iter().position(|byte| *byte == b'"')?;
            Some(quoted(&rest[at..])?.0)
        })
        .unwrap_or(&[]);
    let address = line
        .split(u8::is_ascii_whitespace)
        .find(|word| !word.is_empty())
        .unwrap_or(&[]);
    let kind = path_kind(path);
    let is_machine = is_machine(agent);
    let is_wanted = matches!(status, 200..=299 | 304 | 429 | 499..=599);
    Ok(Entry {
        utc_s,
        ahead_s,
        status,
        is_page: method == b"GET" && kind == PathKind::Page && is_wanted && !is_machine,
        is_file: kind == PathKind::File,
        is_machine,
        who: number(address, agent),
    })
}

/// The text in the quotation marks that `text` begins with, and what follows. A mark behind a backslash belongs to the text.
fn quoted(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut escaped = false;
    for (at, byte) in text.iter().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some((&text[1..at], &text[at + 1..])),
            _ => {}
        }
    }
    None
}

/// The time in the first brackets that hold one: seconds since 1970 in UTC, those that the clock is ahead, and where the brackets end.
fn moment(line: &[u8]) -> Option<(i64, i64, usize)> {
    let opens = line.iter().enumerate().filter(|(_, byte)| **byte == b'[');
    // An address never needs more brackets than these.
    for (at, _) in opens.take(8) {
        let Some(length) = line[at..].iter().take(40).position(|byte| *byte == b']') else {
            continue;
        };
        let inside = std::str::from_utf8(&line[at + 1..at + length]).ok();
        if let Some((utc_s, ahead_s)) = inside.and_then(stamp) {
            return Some((utc_s, ahead_s, at + length + 1));
        }
    }
    None
}

/// `10/Oct/2000:13:55:36 -0700`
fn stamp(text: &str) -> Option<(i64, i64)> {
    let (date, clock) = text.split_once(':')?;
    let mut parts = date.split('/');
    let day: i64 = digits(parts.next()?, 2)?;
    let month = parts.next().and_then(month)?;
    let year: i64 = digits(parts.next()?, 4)?;
    if parts.next().is_some() {
        return None;
    }
    let (clock, ahead_s) = match clock.split_once(' ') {
        Some((clock, zone)) => (clock, time::zone(zone)?.1.unwrap_or(0)),
        None => (clock, 0),
    };
    let mut parts = clock.split(':');
    let hour = digits(parts.next()?, 2).filter(|h| *h < 24)?;
    let minute = digits(parts.next()?, 2).filter(|m| *m < 60)?;
    // The 61st second of a minute is a leap second: counted with the next.
    let second = digits(parts.next()?, 2).filter(|s| *s <= 60)?;
    if parts.next().is_some() {
        return None;
    }
    let wall_s = time::days(year, month, day)? * 86_400 + hour * 3600 + minute * 60 + second;
    Some((wall_s - ahead_s, ahead_s))
}

fn digits(text: &str, most: usize) -> Option<i64> {
    let good = !text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
    good.then(|| text.parse().ok()).flatten()
}

fn month(name: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let name = name.to_ascii_lowercase();
    let place = MONTHS.iter().position(|known| *known == name)?;
    i64::try_from(place + 1).ok()
}

#[derive(PartialEq, Eq)]
enum PathKind {
    Page,
    File,
    Data,
}

/// What a path asks for, by its form.
fn path_kind(path: &[u8]) -> PathKind {
    let path = path
        .split(|b| matches!(b, b'?' | b'#'))
        .next()
        .unwrap_or(&[]);
    let lower = path.to_ascii_lowercase();
    let segments = || lower.split(|byte| *byte == b'/');
    let last = segments().next_back().unwrap_or(&[]);
    if let Some(dot) = last.iter().rposition(|byte| *byte == b'.') {
        let ending = &last[dot + 1..];
        if ending == b"json" {
            return PathKind::Data;
        }
        if FILES.iter().any(|file| file.as_bytes() == ending) {
            return PathKind::File;
        }
    }
    let data = |segment: &[u8]| matches!(segment, b"api" | b"graphql" | b"ajax" | b"wp-json");
    if segments().any(data) {
        PathKind::Data
    } else {
        PathKind::Page
    }
}

fn is_machine(agent: &[u8]) -> bool {
    let lower = agent.to_ascii_lowercase();
    MACHINES.iter().any(|word| {
        lower
            .windows(word.len())
            .any(|part| part == word.as_bytes())
    })
}

/// A number for an address and a browser (FNV-1a): good enough to tell people apart, not to find them.
fn number(address: &[u8], agent: &[u8]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in address.iter().chain(b"|").chain(agent) {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}
