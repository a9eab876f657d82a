use std::time::Instant;
fn main() {
    let key = std::env::args().nth(1).unwrap_or("mole-app".into());
    let s = onrush_scenario::story(&key).unwrap();
    let sc = onrush_scenario::Scenario::read(s.file).unwrap();
    let n = sc.network().unwrap();
    println!(
        "expected visits {} requests {} events {}",
        n.expected_visits(),
        n.expected_requests(),
        n.expected_events()
    );
    for seed in 1..4 {
        let t = Instant::now();
        let o = onrush_des::simulate(&n, seed).unwrap();
        let dt = t.elapsed().as_secs_f64();
        println!(
            "{:.3}s events {} {:.1} ns/ev requests {} visits {} missing {} {}",
            dt,
            o.events,
            dt * 1e9 / o.events as f64,
            o.ledger.requests.arrived,
            o.ledger.visits.arrived,
            o.ledger.visits.missing(),
            o.ledger.requests.missing()
        );
        if seed == 1 {
            println!("{:?}\n{:?}", o.ledger.visits, o.ledger.requests);
            println!(
                "reloads {} wasted {} slow {}",
                o.ledger.reloads, o.ledger.wasted, o.ledger.served_slowly
            );
            println!(
                "p50 {:?} p95 {:?}",
                o.page_times.quantile_s(0.5),
                o.page_times.quantile_s(0.95)
            );
            let step = (o.horizon_s as usize / 60).max(1);
            for i in (0..o.steps()).step_by(step) {
                print!(
                    "{:5} v {:5} in {:6} rq {:6} ok {:6} ref {:6} ab {:5} lost {:5} p95 {:6}",
                    i,
                    o.series.visits[i],
                    o.series.inside[i],
                    o.series.requests[i],
                    o.series.answered[i],
                    o.series.refused[i],
                    o.series.abandoned[i],
                    o.series.lost[i],
                    o.series.page_p95_ms[i]
                );
                for st in &o.stations {
                    if st.servers > 0 {
                        print!(
                            " {} {:.0}/{} line {:.0}",
                            st.id, st.busy[i], st.servers, st.line[i]
                        );
                    }
                }
                for h in &o.held {
                    print!(" held w {:.0} s {:.0}", h.waiting[i], h.in_service[i]);
                }
                println!();
            }
        }
    }
}
