//! The ends of intervals, of steps, and of the run.

use onrush_network::Ticks;
use onrush_observe::Observations;

use super::{
    Books, CacheBook, Counts, GateBook, StationBook, StationTotals, StockBook, milliseconds,
};

impl Books {
    /// Ends the current interval with so many visits on the site; true when the run is over.
    #[inline(never)]
    pub(crate) fn close_interval(&mut self, inside: u32) -> bool {
        let now = self.end;
        self.add_up(now);
        let step_ends = now == self.clock.start_of(self.step_end_s);
        if step_ends {
            self.close_step(inside, now - self.step_begin);
            self.step_begin = now;
        }
        let over = step_ends && self.step_end_s >= self.horizon_s;
        if step_ends && !over {
            self.step_end_s = (self.step_end_s + self.step_s).min(self.horizon_s);
        }
        self.begin = now;
        self.pass_marks();
        self.end = self.next_end();
        if !over {
            self.book_later();
        }
        over
    }

    /// The next end of a step or mark after the beginning of the interval.
    pub(super) fn next_end(&self) -> Ticks {
        let step = self.clock.start_of(self.step_end_s);
        match self.marks.get(self.passed) {
            Some(&mark) => step.min(mark),
            None => step,
        }
    }

    /// Notes the sums at each mark that has come.
    pub(super) fn pass_marks(&mut self) {
        while self
            .marks
            .get(self.passed)
            .is_some_and(|m| *m <= self.begin)
        {
            self.passed += 1;
            if let Some(detail) = &mut self.detail {
                for (detail, totals) in detail.stations.iter_mut().zip(&self.station_totals) {
                    detail.at.push(totals.sums);
                }
                for (detail, totals) in detail.clients.iter_mut().zip(&self.client_totals) {
                    detail.at.push(totals.sums);
                }
            }
        }
        self.watching = self.passed > 0 && self.passed < self.marks.len();
    }

    /// Adds the interval that ends now to the step and to the sums.
    fn add_up(&mut self, now: Ticks) {
        let clock = self.clock;
        for (book, totals) in self.stations.iter_mut().zip(&mut self.station_totals) {
            totals.add(book, now, |ticks| clock.seconds(ticks));
        }
        for (book, totals) in self.pairs.iter_mut().zip(&mut self.pair_totals) {
            totals.waiting.add(book.waiting.close(now));
            totals.in_service.add(book.in_service.close(now));
        }
        for (book, totals) in self.rooms.iter_mut().zip(&mut self.room_totals) {
            totals.waiting.add(book.waiting.close(now));
            totals.active.add(book.active.close(now));
        }
        for (book, totals) in self.clients.iter_mut().zip(&mut self.client_totals) {
            let counts = [
                std::mem::take(&mut book.started),
                std::mem::take(&mut book.completed),
                std::mem::take(&mut book.failed),
                std::mem::take(&mut book.retried),
            ];
            totals
                .step
                .iter_mut()
                .zip(counts)
                .for_each(|(a, b)| *a += b);
            let [started, completed, failed, retried] = counts.map(u64::from);
            let sums = &mut totals.sums;
            sums.started += started;
            sums.completed += completed;
            sums.failed += failed;
            sums.retried += retried;
            let response = std::mem::take(&mut book.response);
            sums.response_s += seconds(response, clock.ticks_per_second());
        }
    }

    fn close_step(&mut self, inside: u32, length: Ticks) {
        let c = std::mem::take(&mut self.now);
        self.close_counts(&c, inside);
        for totals in &mut self.station_totals {
            totals.close_step(length);
        }
        for totals in &mut self.pair_totals {
            totals.series.waiting.push(totals.waiting.mean(length));
            totals
                .series
                .in_service
                .push(totals.in_service.mean(length));
        }
        for totals in &mut self.client_totals {
            let [started, completed, failed, retried] = std::mem::take(&mut totals.step);
            totals.series.started.push(started);
            totals.series.completed.push(completed);
            totals.series.failed.push(failed);
            totals.series.retried.push(retried);
        }
        for (book, series) in self.caches.iter_mut().zip(&mut self.cache_series) {
            let CacheBook {
                hits,
                misses,
                coalesced,
            } = std::mem::take(book);
            series.hits.push(hits);
            series.misses.push(misses);
            series.coalesced.push(coalesced);
        }
        for (book, series) in self.gates.iter_mut().zip(&mut self.gate_series) {
            let GateBook {
                people_passed,
                people_stopped,
                bots_passed,
                bots_stopped,
            } = std::mem::take(book);
            series.people_passed.push(people_passed);
            series.people_stopped.push(people_stopped);
            series.bots_passed.push(bots_passed);
            series.bots_stopped.push(bots_stopped);
        }
        for (book, totals) in self.rooms.iter_mut().zip(&mut self.room_totals) {
            totals.series.came.push(std::mem::take(&mut book.came));
            totals
                .series
                .admitted
                .push(std::mem::take(&mut book.admitted));
            totals
                .series
                .given_up
                .push(std::mem::take(&mut book.given_up));
            totals.series.waiting.push(totals.waiting.mean(length));
            totals.series.active.push(totals.active.mean(length));
        }
        for (book, series) in self.stocks.iter_mut().zip(&mut self.stock_series) {
            let StockBook {
                taken,
                returned,
                in_vain,
            } = std::mem::take(book);
            series.taken.push(taken);
            series.returned.push(returned);
            series.in_vain.push(in_vain);
        }
    }

    fn close_counts(&mut self, c: &Counts, inside: u32) {
        let s = &mut self.series;
        let kilobytes = u32::try_from(c.bytes / 1000).unwrap_or(u32::MAX);
        for (column, value) in [
            (&mut s.visits, c.visits),
            (&mut s.inside, inside),
            (&mut s.served, c.served),
            (&mut s.lost, c.lost),
            (&mut s.requests, c.requests),
            (&mut s.answered, c.answered),
            (&mut s.refused, c.refused),
            (&mut s.errors, c.errors),
            (&mut s.abandoned, c.abandoned),
            (&mut s.wasted, c.wasted),
            (&mut s.reloads, c.reloads),
            (&mut s.pages, c.pages),
            (&mut s.machines, c.machines),
            (&mut s.blocked, c.blocked),
            (&mut s.sold_out, c.sold_out),
            (&mut s.shared, c.shared),
            (&mut s.retried, c.retried),
            (&mut s.kilobytes, kilobytes),
        ] {
            column.push(value);
        }
        let quantiles = self.page_times_now.quantiles_s([0.50, 0.95, 0.99]);
        let [p50, p95, p99] = quantiles.map_or([0; 3], |q| q.map(milliseconds));
        s.page_p50_ms.push(p50);
        s.page_p95_ms.push(p95);
        s.page_p99_ms.push(p99);
        self.page_times_now.pour_into(&mut self.page_times);
    }

    /// Everything that was observed.
    pub(crate) fn finish(mut self, events: u64) -> Observations {
        self.page_times.trim();
        self.response_times.trim();
        if let Some(detail) = &mut self.detail {
            for (station, book) in detail.stations.iter_mut().zip(self.stations) {
                station.wait = book.waits;
                station.response = book.responses;
                station.wait.trim();
                station.response.trim();
            }
            for (client, book) in detail.clients.iter_mut().zip(self.clients) {
                client.response = book.responses;
                client.response.trim();
            }
        }
        Observations {
            horizon_s: self.horizon_s,
            step_s: self.step_s,
            ledger: self.ledger,
            series: self.series,
            stations: self.station_totals.into_iter().map(|t| t.series).collect(),
            held: self.pair_totals.into_iter().map(|t| t.series).collect(),
            caches: self.cache_series,
            gates: self.gate_series,
            rooms: self.room_totals.into_iter().map(|t| t.series).collect(),
            stocks: self.stock_series,
            clients: self.client_totals.into_iter().map(|t| t.series).collect(),
            detail: self.detail,
            page_times: self.page_times,
            response_times: self.response_times,
            events,
        }
    }
}

impl StationTotals {
    /// Adds the interval that ends now.
    fn add(&mut self, book: &mut StationBook, now: Ticks, seconds_of: impl Fn(Ticks) -> f64) {
        let counts = [
            std::mem::take(&mut book.arrived),
            std::mem::take(&mut book.served),
            std::mem::take(&mut book.refused),
            std::mem::take(&mut book.given_up),
            std::mem::take(&mut book.failed),
            std::mem::take(&mut book.shed),
        ];
        self.step.iter_mut().zip(counts).for_each(|(a, b)| *a += b);
        let (busy, held, line) = (
            book.busy.close(now),
            book.held.close(now),
            book.line.close(now),
        );
        self.busy.add(busy);
        self.working.add(busy - held.min(busy));
        self.line.add(line);
        let up = book.up.close(now);
        self.up.add(up);
        self.areas.busy = self.areas.busy.wrapping_add(busy);
        self.areas.held = self.areas.held.wrapping_add(held);
        self.areas.up = self.areas.up.wrapping_add(up);
        self.paid.add(book.paid.close(now));
        let [arrived, served, refused, given_up, failed, shed] = counts.map(u64::from);
        let per_second = 1.0 / seconds_of(1);
        let sums = &mut self.sums;
        sums.arrived += arrived;
        sums.begun += u64::from(std::mem::take(&mut book.begun));
        sums.served += served;
        sums.refused += refused;
        sums.given_up += given_up;
        sums.failed += failed + shed;
        sums.wait_s += std::mem::take(&mut book.wait) as f64 / per_second;
        sums.response_s += std::mem::take(&mut book.response) as f64 / per_second;
        sums.busy_s += seconds_of(busy);
        sums.line_s += seconds_of(line);
    }

    fn close_step(&mut self, length: Ticks) {
        let s = &mut self.series;
        let [arrived, served, refused, given_up, failed, shed] = std::mem::take(&mut self.step);
        s.arrived.push(arrived);
        s.served.push(served);
        s.refused.push(refused);
        s.given_up.push(given_up);
        s.failed.push(failed);
        s.shed.push(shed);
        s.busy.push(self.busy.mean(length));
        s.working.push(self.working.mean(length));
        s.line.push(self.line.mean(length));
        s.up.push(self.up.mean(length));
        s.paid.push(self.paid.mean(length));
    }
}

fn seconds(ticks: u128, per_second: Ticks) -> f64 {
    ticks as f64 / per_second as f64
}
