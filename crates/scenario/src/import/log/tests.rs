//! Logs as servers write them; and hostile ones.

use super::*;
use crate::test_support::Random;

fn read(text: &[u8], piece: usize) -> Result<Log, NoLog> {
    let mut reader = LogReader::default();
    for part in text.chunks(piece.max(1)) {
        reader.take(part);
    }
    reader.finish()
}

const SAMPLE: &str = concat!(
    "203.0.113.5 - frank [10/Oct/2000:13:55:36 -0700] \"GET /index.html HTTP/1.0\" 200 2326\n",
    "203.0.113.5 - - [10/Oct/2000:13:55:36 -0700] \"GET /a.png?v=2 HTTP/1.0\" 200 10 \"http://e.org/\" \"Mozilla/4.08 [en] (Win98; I ;Nav)\"\n",
    "2001:db8::1 - - [10/Oct/2000:22:55:38 +0200] \"GET /shop?q=\\\"x\\\" HTTP/1.1\" 503 0 \"-\" \"Mozilla/5.0\"\r\n",
    "203.0.113.9 - - [10/Oct/2000:13:55:39 -0700] \"GET / HTTP/1.1\" 200 5 \"-\" \"Googlebot/2.1\"\n",
    "203.0.113.9 - - [10/Oct/2000:13:55:39 -0700] \"POST /api/orders HTTP/1.1\" 201 5 \"-\" \"Mozilla/5.0\"\n",
    "203.0.113.9 - - [10/Oct/2000:13:55:39 -0700] \"GET /old HTTP/1.1\" 301 5 \"-\" \"Mozilla/5.0\"\n",
    "shop.example:443 203.0.113.9 - - [10/Oct/2000:13:55:40 -0700] \"GET /cart HTTP/2.0\" 200 5 \"-\" \"Mozilla/5.0\"",
);

#[test]
fn common_and_combined_lines_are_counted_in_utc_whatever_the_pieces() {
    let whole = read(SAMPLE.as_bytes(), usize::MAX).unwrap();
    let s = &whole.summary;
    assert_eq!((s.lines, s.requests, s.damaged), (7, 7, 0));
    assert_eq!((s.pages, s.files, s.machines, s.failed), (3, 1, 1, 1));
    assert_eq!(s.visits, 3);
    assert_eq!(whole.ahead_s, -7 * 3600);
    let requests = whole.series(Kind::Requests);
    assert_eq!(
        requests.counts,
        [Some(2.0), Some(0.0), Some(1.0), Some(3.0), Some(1.0)]
    );
    let from = requests.from.unwrap();
    assert_eq!(from.wall_s.rem_euclid(86_400), 13 * 3600 + 55 * 60 + 36);
    assert_eq!(from.ahead_s, Some(-7 * 3600));
    for piece in [1, 2, 7, 100] {
        assert_eq!(read(SAMPLE.as_bytes(), piece).unwrap(), whole, "{piece}");
    }
}

#[test]
fn a_visit_begins_anew_after_half_an_hour() {
    let line = |clock: &str| {
        format!(
            "203.0.113.5 - - [01/Mar/2024:{clock} +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"Mozilla/5.0\"\n"
        )
    };
    let text: String = ["10:00:00", "10:29:00", "10:58:00", "11:28:01"]
        .map(line)
        .concat();
    let log = read(text.as_bytes(), 64).unwrap();
    assert_eq!((log.summary.pages, log.summary.visits), (4, 2));
    assert!(log.knows_visits());
}

#[test]
fn damaged_lines_are_counted_and_the_first_named() {
    let good = "203.0.113.5 - - [01/Mar/2024:10:00:00 +0000] \"GET / HTTP/1.1\" 200 5\n";
    let text = [
        good,
        "\n",
        "no log at all\n",
        "1.2.3.4 - - [31/Feb/2024:10:00:00 +0000] \"GET / HTTP/1.1\" 200 5\n",
        "1.2.3.4 - - [01/Mar/2024:10:00:00 +0000] GET / 200 5\n",
        "1.2.3.4 - - [01/Mar/2024:10:00:00 +0000] \"GET / HTTP/1.1\" - 5\n",
        "1.2.3.4 - - [01/Mar/2031:10:00:00 +0000] \"GET / HTTP/1.1\" 200 5\n",
        "1.2.3.4 - - [01/Mar/2024:10:00:00 +0000] \"GET / HTTP",
    ]
    .concat();
    let log = read(text.as_bytes(), 50).unwrap();
    assert_eq!(log.summary.requests, 1);
    let said: Vec<(u64, Damage)> = log
        .summary
        .damages
        .iter()
        .map(|d| (d.line, d.damage))
        .collect();
    assert_eq!(
        said,
        [
            (3, Damage::NoTime),
            (4, Damage::NoTime),
            (5, Damage::NoRequest),
            (6, Damage::NoStatus),
            (7, Damage::FarAway),
            (8, Damage::NoRequest),
        ]
    );
    let many = format!("{good}{}", "x\n".repeat(500));
    let log = read(many.as_bytes(), 4096).unwrap();
    assert_eq!(
        (log.summary.damaged, log.summary.damages.len()),
        (500, MOST_DAMAGES)
    );
}

#[test]
fn a_leap_second_belongs_to_the_next_and_the_change_of_the_clock_changes_nothing() {
    let text = "a - - [31/Dec/2016:23:59:60 +0000] \"GET / HTTP/1.1\" 200 5\na - - [01/Jan/2017:00:00:00 +0000] \"GET / HTTP/1.1\" 200 5\n";
    let log = read(text.as_bytes(), 9).unwrap();
    assert_eq!(log.series(Kind::Requests).counts, [Some(2.0)]);
    // Amsterdam, 29 October 2017: 02:59:59 is followed by 02:00:00 in another zone.
    let text = "a - - [29/Oct/2017:02:59:59 +0200] \"GET / HTTP/1.1\" 200 5\na - - [29/Oct/2017:02:00:00 +0100] \"GET / HTTP/1.1\" 200 5\n";
    let log = read(text.as_bytes(), 9).unwrap();
    assert_eq!(log.series(Kind::Requests).counts, [Some(1.0), Some(1.0)]);
}

#[test]
fn a_long_log_has_longer_bins_and_loses_nothing() {
    let mut reader = LogReader::default();
    for i in 0..4000_i64 {
        let day = 1 + i / 200;
        let minute = i % 60;
        let hour = i / 60 % 24;
        let line = format!(
            "h{} - - [{day:02}/Mar/2024:{hour:02}:{minute:02}:00 +0100] \"GET / HTTP/1.1\" 200 5\n",
            i % 50
        );
        reader.take(line.as_bytes());
    }
    let log = reader.finish().unwrap();
    let series = log.series(Kind::Requests);
    assert!(series.every_s > 1 && series.counts.len() <= crate::import::MOST_BINS);
    let sum: f64 = series.counts.iter().flatten().sum();
    assert!((sum - 4000.0).abs() < 1e-9);
}

#[test]
fn what_is_no_log_is_refused_with_bounded_memory() {
    assert_eq!(read(b"", 1).unwrap_err(), NoLog::NoLines);
    assert_eq!(read(b"time,visits\n1,2\n", 3).unwrap_err(), NoLog::NoLines);
    assert_eq!(
        read(&[0x1F, 0x8B, 8, 0, 0], 5).unwrap_err(),
        NoLog::Compressed
    );
    // One endless line, and binary.
    let mut reader = LogReader::default();
    for _ in 0..200 {
        reader.take(&[0xFF; 10_000]);
        assert!(reader.rest.len() <= LONGEST_LINE);
    }
    reader.take(b"\n1.2.3.4 - - [01/Mar/2024:10:00:00 +0000] \"GET / HTTP/1.1\" 200 5");
    let log = reader.finish().unwrap();
    assert_eq!((log.summary.damaged, log.summary.requests), (1, 1));
    assert_eq!(log.summary.damages[0].damage, Damage::TooLong);
    assert!(!log.summary.damages[0].found.is_empty());
}

#[test]
fn no_piece_of_a_log_does_harm() {
    let pieces: [&[u8]; 20] = [
        b"1.2.3.4",
        b" - - ",
        b"[01/Mar/2024:10:00:00 +0000]",
        b"[01/Mar/2024:10:00:00 +9999]",
        b"[99/Xyz/0000:99:99:99]",
        b"[",
        b"]",
        b" \"GET / HTTP/1.1\" ",
        b"\"",
        b"\\",
        b"200 5",
        b" 999 ",
        b"\n",
        b"\r\n",
        b"\0\xFF\xFE",
        "ä".as_bytes(),
        b"[10/Oct/2000:13:55:60 -0700]",
        b"/a.css",
        b"  ",
        b"\"Mozilla\"",
    ];
    let mut random = Random(11);
    for _ in 0..20_000 {
        let text: Vec<u8> = (0..random.below(30))
            .flat_map(|_| pieces[random.below(pieces.len())].to_vec())
            .collect();
        let _ = is_log(&text);
        if let Ok(log) = read(&text, 1 + random.below(20)) {
            let sum: f64 = log.series(Kind::Requests).counts.iter().flatten().sum();
            assert!((sum - log.summary.requests as f64).abs() < 1e-9);
            assert!(log.summary.visits <= log.summary.pages);
        }
    }
}
