//! Tables as series: exports of analytics tools, clocks, dates.

use super::*;
use crate::import::{Decimal, Problem};

fn series(text: &str) -> Series {
    let table = Table::read(text).unwrap();
    let reading = table.series(&table.guess());
    assert_eq!(reading.faults, [], "{text}");
    reading.series.unwrap()
}

/// 1 March 2024, 20:00, in seconds since 1970.
const EVENING: i64 = 1_709_323_200;

#[test]
fn an_exploration_with_its_total_line_and_two_columns_of_time() {
    let text = "# ----------------------------------------\n# Free form 1\n# Shop - GA4\n# 20240301-20240302\n\
                # ----------------------------------------\n\nDate,Hour,Sessions\n,,\"1,300\",Grand total\n\
                20240301,20,500\n20240301,21,600\n20240301,23,200\n";
    let found = series(text);
    assert_eq!(found.every_s, 3600);
    assert_eq!(found.counts, [Some(500.0), Some(600.0), None, Some(200.0)]);
    assert_eq!(
        found.from,
        Some(Begin {
            wall_s: EVENING,
            dated: true,
            ahead_s: None
        })
    );
    let other = series("Hour,Date,Active users\n20,2024-03-01,5\n21,2024-03-01,6\n");
    assert_eq!(
        (other.from, other.counts),
        (found.from, vec![Some(5.0), Some(6.0)])
    );
    let german =
        series("Datum;Stunde;Sitzungen\nGesamt;;1.100\n01.03.2024;20;500\n01.03.2024;21;600\n");
    assert_eq!(
        (german.from, german.counts),
        (found.from, vec![Some(500.0), Some(600.0)])
    );
}

#[test]
fn numbered_hours_and_minutes_begin_on_the_day_that_the_file_names() {
    let found = series(
        "# Start date: 20240301\n# End date: 20240301\nNth hour,Active users\n0020,120\n0021,80\n",
    );
    assert_eq!(found.from.unwrap().wall_s, EVENING);
    let minutes = series("# 2024-03-01\nNth minute,Views\n1200,7\n1201,9\n1202,1\n");
    assert_eq!(
        (minutes.every_s, minutes.from.unwrap().wall_s),
        (60, EVENING)
    );
    let french = series("# 20240301-20240301\nN-ième heure;Sessions\n0020;7\n0021;9\n");
    assert_eq!(
        (french.every_s, french.from.unwrap().wall_s),
        (3600, EVENING)
    );
    assert_eq!(series("Nth hour,Views\n0,7\n1,9\n").from, None);
}

#[test]
fn months_by_name_zones_and_a_leap_second() {
    for text in [
        "t,n\n1 Mar 2024 20:00,5\n1 Mar 2024 20:01,6\n",
        "t;n\nMar 1, 2024 8:00 PM;5\nMar 1, 2024 8:01 PM;6\n",
        "t;n\nFri, 01 Mar 2024 20:00:00;5\nFri, 01 Mar 2024 20:01:00;6\n",
        "t,n\n01-Mar-2024 20:00,5\n01-Mar-2024 20:01,6\n",
        "t;n\n1. März 2024 20:00;5\n1. März 2024 20:01;6\n",
        "t;n\n1 mrt 2024 20:00;5\n1 maart 2024 20:01;6\n",
        "t;n\n1 mar 2024 20:00;5\n1 marca 2024 20:01;6\n",
    ] {
        let found = series(text);
        assert_eq!(found.from.unwrap().wall_s, EVENING, "{text}");
        assert_eq!(found.counts, [Some(5.0), Some(6.0)], "{text}");
    }
    let zoned = series("t,n\n2024-03-01T20:00:00+05:30,5\n2024-03-01T20:01:00+05:30,6\n");
    assert_eq!(zoned.from.unwrap().ahead_s, Some(19_800));
    let leap =
        series("t,n\n2016-12-31T23:59:59Z,1\n2016-12-31T23:59:60Z,1\n2017-01-01T00:00:01Z,1\n");
    assert_eq!(leap.counts, [Some(1.0), Some(1.0), Some(1.0)]);
}

#[test]
fn every_month_has_its_dutch_and_polish_names() {
    let dutch = "jan feb mrt apr mei jun jul aug sep okt nov dec";
    let long =
        "januari februari maart april mei juni juli augustus september oktober november december";
    let polish = "sty lut mar kwi maj cze lip sie wrz paź lis gru";
    let genitive = "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia";
    for names in [dutch, long, polish, genitive] {
        for (month, name) in names.split(' ').enumerate() {
            let named = series(&format!("t;n\n14 {name} 2018 20:00;5\n"));
            let plain = series(&format!("t;n\n2018-{:02}-14 20:00;5\n", month + 1));
            assert_eq!(named.from, plain.from, "{name}");
        }
    }
    let table = Table::read("t;n\n14 août 2018 20:00;5\n2018-08-14 20:01;6\n2018-08-14 20:02;6\n");
    let table = table.unwrap();
    let faults = table.series(&table.guess()).faults;
    assert_eq!(
        faults[0].problem,
        Problem::NotATime,
        "others are said, not guessed"
    );
}

#[test]
fn a_date_and_a_time_of_day_in_two_columns_belong_together() {
    for text in [
        "Datum;Uhrzeit;Besucher\n01.03.2024;20:00;1.250,0\n01.03.2024;20:01;600,0\n",
        "Time,Visits,Date\n8:00 PM,1250,2024-03-01\n8:01 PM,600,2024-03-01\n",
        "Date,Time (UTC),Avg. session duration,Sessions\n2024-03-01,20:00,00:01:30,1250\n2024-03-01,20:01,00:02:10,600\n",
    ] {
        let found = series(text);
        assert_eq!(
            found.from.map(|from| (from.wall_s, from.dated)),
            Some((EVENING, true)),
            "{text}"
        );
        assert_eq!(
            (found.every_s, found.counts),
            (60, vec![Some(1250.0), Some(600.0)]),
            "{text}"
        );
    }
    let midnight =
        series("date,time,n\n2024-03-01,23:59,1\n2024-03-02,00:00,2\n2024-03-02,00:01,3\n");
    assert_eq!((midnight.every_s, midnight.counts.len()), (60, 3));
    // How long something took is no time of day.
    let daily = series(
        "Date,Avg. session duration,Sessions\n2024-03-01,00:01:30,5\n2024-03-02,00:02:10,6\n",
    );
    assert_eq!((daily.every_s, daily.counts.len()), (86_400, 2));
    let bad =
        Table::read("Date,Time,n\n2024-03-01,20:00,1\n2024-03-01,20:01,1\n2024-03-01,noon,1\n");
    let bad = bad.unwrap();
    assert_eq!(
        bad.series(&bad.guess()).faults[0].problem,
        Problem::NotATime
    );
}

#[test]
fn a_table_that_is_sorted_by_something_else_is_put_in_order() {
    let read = |text: &str| {
        let table = Table::read(text).unwrap();
        table.series(&table.guess())
    };
    // As analytics tools sort it unless told otherwise: the most first.
    let text = "# 20240301-20240301\nDate + hour (YYYYMMDDHH),Sessions\n2024030121,900\n2024030120,500\n2024030123,80\n2024030122,70\n";
    let found = read(text);
    assert!(found.put_in_order && found.faults.is_empty(), "{found:?}");
    let hours = found.series.unwrap();
    assert_eq!(hours.from.unwrap().wall_s, EVENING);
    assert_eq!(hours.counts, [500.0, 900.0, 70.0, 80.0].map(Some));
    let numbered = read("# 2024-03-01\nNth hour,Views\n21,9\n23,8\n20,7\n22,6\n")
        .series
        .unwrap();
    assert_eq!(
        (numbered.from.unwrap().wall_s, numbered.counts),
        (EVENING, [7.0, 9.0, 6.0, 8.0].map(Some).to_vec())
    );
    // One block for each source: those of one time are added up.
    let block = |source: &str| -> String {
        let line = |i| format!("2024-03-01 20:{i:02},{source},{}\n", 3 + i * i % 7);
        (0..15).map(line).collect::<Vec<_>>().concat()
    };
    let found = read(&format!(
        "t,source,sessions\n{}{}",
        block("mail"),
        block("search")
    ));
    assert!(found.put_in_order);
    assert_eq!(
        found.series.unwrap().counts[..3],
        [6.0, 8.0, 14.0].map(Some)
    );
    // In no order at all; what looks like the hour that comes twice is none then.
    let lines: Vec<String> = (0..40)
        .map(|i| {
            format!(
                "2024-10-27 {:02}:{:02},{}\n",
                1 + i * 7 % 40 / 20,
                i * 7 % 20 * 3,
                i % 5
            )
        })
        .collect();
    let found = read(&format!("t,n\n{}", lines.concat()));
    assert!(found.put_in_order && found.faults.is_empty());
    let series = found.series.unwrap();
    assert_eq!((series.every_s, series.counts.len()), (180, 40));
    // A line or two before the one above are a slip, and said; so is a time far ahead of all others.
    let slip = |at: usize, instead: &str| -> SeriesReading {
        let lines = (0..30).map(|i| match i {
            i if i == at => format!("{instead},{}\n", i % 4),
            i => format!("2024-03-01 20:{i:02},{}\n", i % 4),
        });
        read(&format!("t,n\n{}", lines.collect::<Vec<_>>().concat()))
    };
    for (reading, faults) in [
        (slip(9, "2024-03-01 20:04"), 1),
        (slip(9, "2042-03-01 20:09"), 20),
    ] {
        assert!(!reading.put_in_order);
        assert_eq!(reading.faults.len(), faults);
        assert_eq!(reading.faults[0].problem, Problem::BackInTime);
    }
    // Newest first is an order, too, and needs no word.
    assert!(
        !read("t,n\n2024-03-01 20:02,1\n2024-03-01 20:01,5\n2024-03-01 20:00,2\n").put_in_order
    );
}

#[test]
fn the_hour_that_comes_twice_in_autumn_is_no_disorder() {
    let line = |clock: &str| format!("2024-10-27 {clock},1\n");
    let clocks = [
        "01:40", "02:00", "02:20", "02:40", "02:00", "02:20", "02:40", "03:00",
    ];
    let text: String = std::iter::once("t,n\n".to_owned())
        .chain(clocks.map(line))
        .collect();
    assert_eq!(series(&text).counts, [Some(1.0); 8]);
    // What only looks like it is named.
    let text = format!(
        "t,n\n{}{}{}{}",
        line("01:40"),
        line("02:00"),
        line("01:10"),
        line("02:20")
    );
    let table = Table::read(&text).unwrap();
    assert_eq!(
        table.series(&table.guess()).faults[0].problem,
        Problem::BackInTime
    );
    let spring = series(
        "t,n\n2024-03-31 01:40,1\n2024-03-31 01:50,1\n2024-03-31 03:00,1\n2024-03-31 03:10,1\n",
    );
    assert_eq!(
        spring.counts.iter().filter(|c| c.is_none()).count(),
        6,
        "an hour that nobody counted"
    );
}

#[test]
fn a_real_load_balancer_is_read_whole() {
    // Lines of the Numenta Anomaly Benchmark (MIT), "realAWSCloudwatch/elb_request_count_8c0756".
    let found = series(
        "timestamp,value\n2014-04-10 00:04:00,94.0\n2014-04-10 00:09:00,56.0\n2014-04-10 00:14:00,187.0\n2014-04-10 00:24:00,95.0\n",
    );
    assert_eq!(found.every_s, 300);
    assert_eq!(
        found.counts,
        [Some(94.0), Some(56.0), Some(187.0), None, Some(95.0)]
    );
}

#[test]
fn no_series_of_too_long_bins_or_nobody() {
    let of = |text: &str| {
        let table = Table::read(text).unwrap();
        table.series(&table.guess()).series
    };
    assert_eq!(
        of("week,n\n2024-03-04,70\n2024-03-11,140\n"),
        Err(NoCurve::TooLong)
    );
    assert_eq!(of("t,n\n20:00,0\n20:01,0\n"), Err(NoCurve::NothingButZero));
    let long = "t,n\n1990-01-01 00:00:00,1\n1990-01-01 00:00:01,1\n1990-01-01 00:00:02,1\n2000-01-01 00:00:00,1\n";
    let found = of(long).unwrap();
    assert!(found.counts.len() <= MOST_BINS && found.every_s > 1);
    assert!((found.counts.iter().flatten().sum::<f64>() - 4.0).abs() < 1e-9);
    let table = Table::read("t;n\n20:00;1,5\n20:01;2\n").unwrap();
    assert_eq!(table.guess().decimal, Decimal::Comma);
}
