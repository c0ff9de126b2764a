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
        throttle.accepted(ms(0), ms(500));
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
        throttle.accepted(ms(0), ms(500));
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
        throttle.accepted(ms(20_000), ms(20_000));
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
    /// The share of the requests that it refuses by chance, whatever their rate.
    noise: f64,
    seed: u32,
}

fn chance(seed: &mut u32) -> f64 {
    *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    f64::from(*seed >> 8) / f64::from(1 << 24)
}

impl Server {
    /// Returns `None` if it accepts, or else its wish.
    fn answer(&mut self, now: Duration) -> Option<Option<Duration>> {
        let passed = now.saturating_sub(self.filled).as_secs_f64();
        self.filled = now;
        if chance(&mut self.seed) < self.noise {
            return Some(None);
        }
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

/// Runs calls for a minute of simulated time, after a minute to get used to the server.
fn simulate(rate: f64, burst: f64, latency: Duration, wanted: u32, says_when: bool) -> Counts {
    let seed = 1;
    let server = Server { rate, burst, tokens: burst, filled: Duration::ZERO, says_when, noise: 0.0, seed };
    simulate_from(server, latency, wanted, Duration::from_secs(60))
}

/// Runs calls until a minute after `begin`, and counts them from `begin` on.
fn simulate_from(mut server: Server, latency: Duration, wanted: u32, begin: Duration) -> Counts {
    let mut throttle = Throttle::default();
    // One sender waits for all, as a fleet does. Each call in progress has the time of its response.
    let mut next_send = Duration::ZERO;
    let mut waiting: Vec<(Duration, Duration, Option<Option<Duration>>)> = Vec::new();
    let (mut now, mut counts, mut last) = (Duration::ZERO, Counts::default(), Duration::ZERO);
    let end = begin + Duration::from_secs(60);
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
            match answer {
                None => throttle.accepted(sent, now),
                Some(wait) => throttle.refused(sent, now, wait, chance(&mut seed)),
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

/// Returns the mean share of what a server accepts that refuses so many requests by chance, over several seeds.
fn share_with_noise(noise: f64, limit: f64, latency: Duration, wanted: u32) -> f64 {
    let share = |seed: u32| {
        let (filled, says_when, seed) = (Duration::ZERO, false, seed * 77_777);
        let server = Server { rate: limit, burst: 10.0, tokens: 10.0, filled, says_when, noise, seed };
        let counts = simulate_from(server, latency, wanted, Duration::from_secs(60));
        let possible = (f64::from(wanted) / latency.as_secs_f64() * (1.0 - noise)).min(limit);
        f64::from(counts.accepted) / 60.0 / possible
    };
    (1..=10).map(share).sum::<f64>() / 10.0
}

#[test]
fn random_refusals_without_a_limit_do_not_slow_the_calls_down() {
    for (noise, least) in [(0.01, 0.95), (0.03, 0.8), (0.06, 0.65), (0.12, 0.65)] {
        for (latency, wanted) in [(50, 6), (50, 20), (300, 6)] {
            let share = share_with_noise(noise, 1e9, ms(latency), wanted);
            assert!(share >= least, "{noise}, {latency} ms, {wanted} at once: {share:.2}");
        }
    }
}

#[test]
fn limit_is_kept_among_random_refusals() {
    for limit in [20.0, 60.0] {
        let share = share_with_noise(0.06, limit, ms(50), 20);
        assert!((0.6..=1.01).contains(&share), "{limit} in a second: {share:.2}");
    }
}

#[test]
fn refusal_of_everything_is_no_noise() {
    for (noise, wanted) in [(1.0, 6), (1.0, 100), (0.7, 6)] {
        let (burst, filled, says_when, seed) = (1e9, Duration::ZERO, false, 5);
        let server = Server { rate: 1e9, burst, tokens: burst, filled, says_when, noise, seed };
        let counts = simulate_from(server, ms(20), wanted, Duration::from_secs(10));
        assert!(counts.refused < 60, "{noise}, {wanted} at once: {counts:?}");
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
                throttle.accepted(now, now);
                accepted += 1;
            }
            Err(wait) => now += wait,
        }
    }
    assert!(accepted > 50, "{accepted}");
    // Then it is a measurement like any other.
    for _ in 0..3 {
        throttle.refused(now, now, Some(ms(0)), 0.0);
    }
    let before = throttle.limit.unwrap().rate;
    throttle.accepted(now, now);
    assert!(throttle.limit.unwrap().rate - before < 0.1);
}

#[test]
fn without_limits_of_the_server_nothing_is_slowed() {
    let counts = simulate(1e9, 1e9, ms(50), 6, true);
    assert_eq!((counts.refused, counts.most_at_once), (0, 6));
    assert!(counts.accepted >= 7_100, "{counts:?}");
}
