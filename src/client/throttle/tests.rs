//! The rules one by one, then a simulated server with a token bucket.

use super::*;

const fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

#[test]
fn nothing_waits_before_the_first_refusal() {
    let mut throttle = Throttle::default();
    for now in [0, 0, 1, 5] {
        assert_eq!(throttle.take(ms(now)), Ok(()));
    }
    assert_eq!(throttle.concurrency(6), 6);
    assert!(!throttle.is_slowed(ms(5)));
}

#[test]
fn one_refusal_makes_all_wait_as_long_as_the_server_asks_and_then_leave_one_by_one() {
    let mut throttle = Throttle::default();
    throttle.take(ms(0)).unwrap();
    for _ in 0..10 {
        throttle.accepted(ms(500));
    }
    throttle.refused(ms(0), ms(1_000), Some(ms(3_000)), 0.5);
    assert_eq!(throttle.take(ms(1_000)), Err(ms(3_000)));
    assert_eq!(throttle.take(ms(3_999)), Err(ms(1)));
    assert_eq!(throttle.take(ms(4_000)), Ok(()));
    // Ten requests in a second, cut to 8.5.
    assert_eq!(throttle.take(ms(4_000)).unwrap_err().as_millis(), 117);
    assert_eq!(throttle.concurrency(6), 3);
    assert!(throttle.is_slowed(ms(1_000)));
}

#[test]
fn requests_that_were_in_progress_cut_once() {
    let mut throttle = Throttle::default();
    throttle.take(ms(0)).unwrap();
    for _ in 0..10 {
        throttle.accepted(ms(500));
    }
    throttle.refused(ms(900), ms(1_000), Some(ms(100)), 0.0);
    let once = throttle;
    throttle.refused(ms(950), ms(1_050), Some(ms(10)), 0.0);
    assert_eq!(throttle, once);
    throttle.refused(ms(950), ms(1_060), Some(ms(500)), 0.0);
    assert_eq!(throttle, Throttle { open_at: ms(1_560), ..once });
}

#[test]
fn without_a_wish_of_the_server_the_pause_is_short_and_random() {
    for (jitter, pause) in [(0.0, 250), (0.5, 375), (1.0, 500)] {
        let mut throttle = Throttle::default();
        throttle.refused(ms(0), ms(10), None, jitter);
        assert_eq!(throttle.take(ms(10)), Err(ms(pause)));
    }
}

#[test]
fn no_server_stops_a_client_for_longer_than_a_minute() {
    let mut throttle = Throttle::default();
    throttle.refused(ms(0), ms(0), Some(Duration::MAX), 0.0);
    assert_eq!(throttle.take(ms(0)), Err(LONGEST_PAUSE));
}

#[test]
fn concurrency_comes_back_slowly_and_is_never_zero() {
    let mut throttle = Throttle::default();
    for second in 0..20 {
        throttle.refused(ms(second * 1_000), ms(second * 1_000), Some(ms(0)), 0.0);
        assert!((1..=3).contains(&throttle.concurrency(6)));
    }
    assert_eq!(throttle.concurrency(6), 1);
    let mut counts = Vec::new();
    for _ in 0..40 {
        throttle.accepted(ms(20_000));
        counts.push(throttle.concurrency(6));
    }
    assert!(counts.is_sorted() && counts[5] < 6 && counts[39] == 6, "{counts:?}");
    assert_eq!(Throttle::default().concurrency(0), 1);
}

/// A server that accepts `rate` requests in a second, after `burst` at once.
struct Server {
    rate: f64,
    burst: f64,
    tokens: f64,
    filled: Duration,
    says_when: bool,
}

impl Server {
    /// Returns `None` if it accepts, or else its wish.
    fn answer(&mut self, now: Duration) -> Option<Option<Duration>> {
        let passed = now.saturating_sub(self.filled).as_secs_f64();
        self.filled = now;
        self.tokens = (self.tokens + passed * self.rate).min(self.burst);
        if self.tokens >= 1.0 {
            self.tokens -= 1.0;
            return None;
        }
        let wait = Duration::from_secs_f64((1.0 - self.tokens) / self.rate);
        Some(self.says_when.then_some(wait))
    }
}

#[derive(Debug, Default)]
struct Counts {
    accepted: u32,
    refused: u32,
    most_at_once: usize,
    longest_silence: Duration,
}

/// Runs calls for a minute of simulated time, after a minute to get used to it.
fn simulate(rate: f64, burst: f64, latency: Duration, wanted: u32, says_when: bool) -> Counts {
    let mut throttle = Throttle::default();
    let mut server = Server { rate, burst, tokens: burst, filled: Duration::ZERO, says_when };
    // One sender waits for all, as a fleet does. Each call in progress has the time of its response.
    let mut next_send = Duration::ZERO;
    let mut waiting: Vec<(Duration, Duration, Option<Option<Duration>>)> = Vec::new();
    let (mut now, mut counts, mut last) = (Duration::ZERO, Counts::default(), Duration::ZERO);
    let (begin, end) = (Duration::from_secs(60), Duration::from_secs(120));
    let mut seed = 1_u32;
    while now < end {
        counts.most_at_once = counts.most_at_once.max(waiting.len());
        let has_room = (waiting.len() as u32) < throttle.concurrency(wanted);
        let next_response = waiting.iter().map(|(at, ..)| *at).min();
        now = now.max(has_room.then_some(next_send).into_iter().chain(next_response).min().unwrap());
        if has_room && next_send <= now {
            match throttle.take(now) {
                Err(wait) => next_send = now + wait,
                Ok(()) => waiting.push((now + latency, now, server.answer(now))),
            }
        } else if let Some(place) = waiting.iter().position(|(at, ..)| *at <= now) {
            let (_, sent, answer) = waiting.swap_remove(place);
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            match answer {
                None => throttle.accepted(now),
                Some(wait) => throttle.refused(sent, now, wait, f64::from(seed >> 8) / f64::from(1 << 24)),
            }
            if now >= begin {
                match answer {
                    None => {
                        counts.accepted += 1;
                        counts.longest_silence = counts.longest_silence.max(now - last);
                    }
                    Some(_) => counts.refused += 1,
                }
            }
            last = if answer.is_none() { now } else { last };
        }
    }
    counts
}

#[test]
fn throughput_is_within_a_fifth_of_what_the_server_allows() {
    for (rate, burst) in [(2.0_f64, 2.0), (5.0, 1.0), (5.0, 10.0), (20.0, 50.0), (60.0, 10.0), (200.0, 200.0)] {
        for latency in [5, 20, 60] {
            for wanted in [6, 30, 100] {
                for says_when in [true, false] {
                    // What so many calls at once could do at most.
                    let possible = rate.min(f64::from(wanted) / ms(latency).as_secs_f64());
                    let counts = simulate(rate, burst, ms(latency), wanted, says_when);
                    let case =
                        format!("{rate}/s, burst {burst}, {latency} ms, {wanted} at once, {says_when}: {counts:?}");
                    assert!(f64::from(counts.accepted) >= 0.8 * possible * 60.0, "{case}");
                    assert!(counts.refused * 5 <= counts.accepted, "{case}");
                    assert!(counts.most_at_once <= wanted as usize, "{case}");
                    assert!(counts.longest_silence <= Duration::from_secs(5), "{case}");
                }
            }
        }
    }
}

#[test]
fn refusal_of_the_first_request_does_not_slow_the_calls_down_for_long() {
    let mut throttle = Throttle::default();
    throttle.take(ms(0)).unwrap();
    throttle.refused(ms(0), ms(10), Some(ms(490)), 0.0);
    let (mut now, mut accepted) = (ms(500), 0);
    while now < Duration::from_secs(8) {
        match throttle.take(now) {
            Ok(()) => {
                throttle.accepted(now);
                accepted += 1;
            }
            Err(wait) => now += wait,
        }
    }
    assert!(accepted > 50, "{accepted}");
    // Then it is a measurement like any other.
    throttle.refused(now, now, Some(ms(0)), 0.0);
    let before = throttle.limit.unwrap().rate;
    throttle.accepted(now);
    assert!(throttle.limit.unwrap().rate - before < 0.1);
}

#[test]
fn without_limits_of_the_server_nothing_is_slowed() {
    let counts = simulate(1e9, 1e9, ms(50), 6, true);
    assert_eq!((counts.refused, counts.most_at_once), (0, 6));
    assert!(counts.accepted >= 7_100, "{counts:?}");
}
