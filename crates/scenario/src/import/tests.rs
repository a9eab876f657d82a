//! Files as tools, spreadsheets and people make them; and hostile ones.

use super::*;
use crate::test_support::Random;

fn curve(text: &str) -> Curve {
    let table = Table::read(text).unwrap();
    let reading = table.reading(&table.guess());
    assert_eq!(reading.faults, [], "{text}");
    reading.curve.unwrap()
}

fn from(curve: &Curve) -> (Option<(i32, u32, u32)>, u32) {
    let from = curve.from.unwrap();
    (from.date, from.second_of_day)
}

const EVENING: u32 = 20 * 3600;
const FIRST_OF_MARCH: Option<(i32, u32, u32)> = Some((2024, 3, 1));

#[test]
fn the_same_curve_however_it_is_written() {
    for text in [
        "time,visits\n2024-03-01 20:00,10\n2024-03-01 20:05,1234.5\n2024-03-01 20:10,30\n",
        "2024-03-01T20:00:00Z,10\n2024-03-01T20:05:00Z,1234.5\n2024-03-01T20:10:00Z,30",
        "2024-03-01T20:00+01:00\t10\r\n2024-03-01T20:05+01:00\t1234.5\r\n2024-03-01T20:10+01:00\t30\r\n",
        "Zeit;Besuche\n01.03.2024 20:00;10\n01.03.2024 20:05;1.234,5\n01.03.2024 20:10;30\n",
        "\u{feff}sep=;\nZeit;Besuche\n1.3.24 20:00;10\n1.3.24 20:05;1234,5\n1.3.24 20:10;30\n",
        "\"When\",\"Users\"\n\"3/1/2024 8:00 PM\",\"10\"\n\"3/1/2024 8:05 PM\",\"1,234.5\"\n\"3/1/2024 8:10 PM\",\"30\"\n",
        "202403012000|10\n202403012005|1234.5\n202403012010|30\n",
        // The newest line first.
        "time,visits\n2024-03-01 20:10,30\n2024-03-01 20:05,1234.5\n2024-03-01 20:00,10\n",
        // A column beside that is of no use, and lines for two sources of the same time.
        "t,source,n\n2024-03-01 20:00,a,4\n2024-03-01 20:00,b,6\n2024-03-01 20:05,a,1234.5\n2024-03-01 20:10,b,30\n",
        "1709323200,10\n1709323500,1234.5\n1709323800,30\n",
        "1709323200000,10\n1709323500000,1234.5\n1709323800000,30\n",
        "2024/03/01 20:00,10\n2024/03/01 20:05,\"1 234.5\"\n2024/03/01 20:10,30\n",
    ] {
        let curve = curve(text);
        assert_eq!(curve.visits, [10.0, 1234.5, 30.0], "{text}");
        assert_eq!(
            (curve.every_s, curve.found_s, curve.gaps),
            (300, 300, 0),
            "{text}"
        );
        assert_eq!(from(&curve), (FIRST_OF_MARCH, EVENING), "{text}");
        assert!((curve.total - 1274.5).abs() < 1e-9);
    }
}

#[test]
fn exports_of_analytics_tools() {
    let universal = "# ----------------------------------------\n# All Web Site Data\n# Audience Overview\n# 20240301-20240302\n\
                     # ----------------------------------------\n\nHour Index,Sessions\n0,\"1,203\"\n1,900\n2,812\n,\"2,915\"\n\n\
                     Day Index,Users\n01/03/24,2000\n";
    let table = Table::read(universal).unwrap();
    let reading = table.reading(&table.guess());
    assert_eq!(reading.curve, Err(NoCurve::FaultyLines));
    assert_eq!(
        reading.faults,
        [LineFault {
            line: 11,
            found: String::new(),
            problem: Problem::NoTime
        }],
        "the totals are a line without a time"
    );
    assert_eq!(table.left_out_from(), Some(13));
    let left_out = table.reading(&Choice {
        leave_out: true,
        ..table.guess()
    });
    let curve_found = left_out.curve.unwrap();
    assert_eq!(
        (curve_found.every_s, curve_found.visits),
        (3600, vec![1203.0, 900.0, 812.0])
    );

    let four = "# Start date: 20240301\n# End date: 20240303\nNth day,Active users\n0000,120\n0001,80\n0002,95\n\n# All Users\nCity,Active users\nParis,3\n";
    let found = curve(four);
    assert_eq!(
        (found.every_s, found.visits.as_slice()),
        (86_400, [120.0, 80.0, 95.0].as_slice())
    );
    assert_eq!(found.from, None);

    let hours = curve(
        "Date + hour (YYYYMMDDHH),Event name,Sessions\n2024030120,page_view,12\n2024030121,page_view,40\n",
    );
    assert_eq!(
        (hours.every_s, hours.visits.as_slice()),
        (3600, [12.0, 40.0].as_slice())
    );
    assert_eq!(from(&hours), (FIRST_OF_MARCH, EVENING));
}

#[test]
fn times_of_day_go_over_midnight() {
    let found = curve("Uhrzeit;Besucher\n23:50;5\n23:55;7\n00:00;9\n00:05;4\n");
    assert_eq!(found.visits, [5.0, 7.0, 9.0, 4.0]);
    assert_eq!(from(&found), (None, 23 * 3600 + 50 * 60));
    let american = curve("time,visitors\n11:30 PM,5\n12:00 AM,7\n12:30 AM,9\n");
    assert_eq!((american.every_s, american.visits.len()), (1800, 3));
}

#[test]
fn every_faulty_line_is_named_with_its_number() {
    let text = "time,visits\n2024-03-01 20:00,10\nyesterday,20\n2024-03-01 20:10,many\n2024-03-01 20:15,-3\n2024-03-01 20:05,7\n\
                2024-03-01 20:20,\n,5\n2024-03-01 20:25,99999999999\n2024-03-01 20:30,30\n";
    let table = Table::read(text).unwrap();
    let reading = table.reading(&table.guess());
    assert_eq!(reading.curve, Err(NoCurve::FaultyLines));
    let said: Vec<(u32, &str, Problem)> = reading
        .faults
        .iter()
        .map(|fault| (fault.line, fault.found.as_str(), fault.problem))
        .collect();
    assert_eq!(
        said,
        [
            (3, "yesterday", Problem::NotATime),
            (4, "many", Problem::NotANumber),
            (5, "-3", Problem::Negative),
            (7, "", Problem::NoCount),
            (8, "", Problem::NoTime),
            (9, "99999999999", Problem::TooLarge),
        ]
    );
    let back = Table::read("t,n\n20:00,1\n20:10,2\n20:05,3\n20:15,4\n20:20,4\n").unwrap();
    let reading = back.reading(&back.guess());
    assert_eq!(
        reading.faults,
        [LineFault {
            line: 4,
            found: "20:05".into(),
            problem: Problem::BackInTime
        }]
    );
    let many: String = (0..500)
        .map(|i| if i % 3 > 0 { "20:00,1\n" } else { "20:00,x\n" })
        .collect();
    let table = Table::read(&format!("t,n\n{many}")).unwrap();
    let choice = Choice {
        count: 1,
        ..table.guess()
    };
    let reading = table.reading(&Choice {
        time: Some(0),
        ..choice
    });
    assert_eq!((reading.faults.len(), reading.more_faults), (20, 147));
}

#[test]
fn what_can_be_read_two_ways_is_open_and_can_be_chosen() {
    let table = Table::read("date,n\n01/02/2024,1.234\n02/02/2024,2.500\n").unwrap();
    let guess = table.guess();
    assert!(guess.order_open);
    assert_eq!(
        (guess.order, guess.decimal),
        (DateOrder::MonthFirst, Decimal::Point)
    );
    let other = Choice {
        order: DateOrder::DayFirst,
        decimal: Decimal::Comma,
        ..guess
    };
    let found = table.reading(&other).curve.unwrap();
    assert_eq!(
        (found.every_s, found.visits.as_slice()),
        (86_400, [1234.0, 2500.0].as_slice())
    );
    assert!(
        !Table::read("date,n\n13/02/2024,1\n14/02/2024,2\n")
            .unwrap()
            .guess()
            .order_open
    );
}

#[test]
fn intervals_are_joined_or_divided_and_nothing_is_lost() {
    let line = |i: i32| format!("{},{}\n", 1_700_000_000 + i * 60, i % 7);
    let text = (0..10_000).map(line).collect::<Vec<_>>().concat();
    let table = Table::read(&text).unwrap();
    let all: f64 = (0..10_000).map(|i| f64::from(i % 7)).sum();
    for every_s in [None, Some(60), Some(90), Some(3600), Some(86_400)] {
        let found = table
            .reading(&Choice {
                every_s,
                ..table.guess()
            })
            .curve
            .unwrap();
        assert!(found.visits.len() <= 2880, "{every_s:?}");
        assert!((found.total - all).abs() < 1e-6 * all, "{every_s:?}");
    }
    assert_eq!(table.reading(&table.guess()).curve.unwrap().every_s, 240);
    // A week in one line is a week of equal days.
    let weeks = curve("week,n\n2024-03-04,70\n2024-03-11,140\n2024-03-18,7\n");
    assert_eq!((weeks.every_s, weeks.visits.len()), (86_400, 21));
    assert!((weeks.visits[0] - 10.0).abs() < 1e-9 && (weeks.visits[7] - 20.0).abs() < 1e-9);
    let gap = curve("t,n\n20:00,1\n20:01,1\n20:02,1\n20:05,1\n");
    assert_eq!(
        (gap.visits.as_slice(), gap.gaps),
        ([1.0, 1.0, 1.0, 0.0, 0.0, 1.0].as_slice(), 2)
    );
    let alone = curve("n\n5\n6\n7\n");
    assert_eq!(
        (alone.every_s, alone.visits.as_slice(), alone.from),
        (3600, [5.0, 6.0, 7.0].as_slice(), None)
    );
}

#[test]
fn what_is_no_table_is_refused() {
    assert_eq!(Table::read(""), Err(Refusal::Empty));
    assert_eq!(Table::read("\n\n \n"), Err(Refusal::Empty));
    assert_eq!(Table::read("time,visits\n"), Err(Refusal::Empty));
    assert_eq!(
        Table::read("Dear all,\nplease find below\nnothing."),
        Err(Refusal::NoNumbers)
    );
    let large = "1\n".repeat(LARGEST_IMPORT / 2 + 1);
    assert_eq!(
        Table::read(&large),
        Err(Refusal::TooLarge {
            bytes: LARGEST_IMPORT + 2
        })
    );
    assert_eq!(
        Table::read(&"1\n".repeat(MOST_ROWS + 2)),
        Err(Refusal::TooMany)
    );
    assert_eq!(
        Table::read(&"1,".repeat(MOST_COLUMNS + 2)),
        Err(Refusal::TooMany)
    );
    let zero = Table::read("t,n\n20:00,0\n20:01,0\n").unwrap();
    assert_eq!(
        zero.reading(&zero.guess()).curve,
        Err(NoCurve::NothingButZero)
    );
    let long = Table::read("t,n\n1980-01-01,1\n1990-01-01,1\n2000-01-01,1\n").unwrap();
    assert_eq!(long.reading(&long.guess()).curve, Err(NoCurve::TooLong));
}

#[test]
fn files_of_other_encodings() {
    let text = "Zeit;Besuche\n20:00;7\n";
    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_eq!(decode(&wide), text);
    let western = b"Gr\xf6\xdfe;7";
    assert_eq!(decode(western), "Größe;7");
    assert_eq!(decode(&[0xFF, 0xFE, 0x00]), "");
}

#[test]
fn nothing_that_stands_in_a_file_does_harm() {
    let pieces = [
        "2024-03-01",
        "20:00",
        ",",
        ";",
        "\t",
        "\n",
        "\n\n",
        "\"",
        "\"\"",
        "1.234,5",
        "-",
        "+",
        "9999999999999",
        "2024-13-41",
        "25:61",
        "ä",
        "#",
        "\r\n",
        "1e300",
        "AM",
        "T",
        "0000-00-00",
        "31/02/2024",
        " ",
        "Z",
        ":",
        "1709323200",
        "Hour Index",
    ];
    let mut random = Random(7);
    for _ in 0..20_000 {
        let text: String = (0..random.below(40))
            .map(|_| pieces[random.below(pieces.len())])
            .collect();
        let Ok(table) = Table::read(&text) else {
            continue;
        };
        let guess = table.guess();
        for choice in [
            guess,
            Choice {
                time: Some(random.below(9)),
                count: random.below(9),
                every_s: Some(1),
                leave_out: true,
                ..guess
            },
        ] {
            if let Ok(curve) = table.reading(&choice).curve {
                assert!(
                    !curve.visits.is_empty() && curve.visits.len() <= 2880,
                    "{text:?}"
                );
                assert!(
                    curve.visits.iter().all(|n| n.is_finite() && *n >= 0.0),
                    "{text:?}"
                );
                assert!((1..=86_400).contains(&curve.every_s), "{text:?}");
            }
        }
    }
}
