//! Clients that never finish a request or never read a response.

use std::{
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::support::{RUNNING, cancel, raw, start};

/// Longer than the emulator waits for a slow client.
const PATIENCE: Duration = Duration::from_secs(28);

/// Side by side, since each waits for a time that is not the tests' own.
#[test]
fn slow_clients_are_given_up() {
    thread::scope(|scope| {
        scope.spawn(requests_that_never_end_are_timed_out);
        scope.spawn(slow_body_is_answered_with_408);
        scope.spawn(response_that_nobody_reads_is_given_up);
        scope.spawn(many_idle_connections_are_survived);
    });
}

/// How long each of these takes to be given up, side by side.
fn given_up_after(requests: Vec<(String, String)>, drip: bool) -> Vec<(String, Duration)> {
    thread::scope(|scope| {
        let running: Vec<_> = requests
            .into_iter()
            .map(|(address, request)| {
                scope.spawn(move || {
                    let mut stream = TcpStream::connect(&address[7..]).unwrap();
                    stream.write_all(request.as_bytes()).unwrap();
                    stream.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
                    let began = Instant::now();
                    while began.elapsed() < PATIENCE {
                        let mut buffer = [0; 1024];
                        match stream.read(&mut buffer) {
                            Ok(0) => break,
                            Ok(_) => {}
                            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                                if drip && stream.write_all(b"x").is_err() {
                                    break;
                                }
                            }
                            Err(_) => break,
                        }
                    }
                    (request, began.elapsed())
                })
            })
            .collect();
        running.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

fn requests_that_never_end_are_timed_out() {
    let bench = start();
    let mut requests = Vec::new();
    for address in [bench.emulator.demo(), bench.emulator.oos(), bench.emulator.control()] {
        let host = &address[7..];
        for request in [
            String::new(),
            "G".to_owned(),
            "GET / HTTP/1.1\r\n".to_owned(),
            format!("GET / HTTP/1.1\r\nHost: {host}\r\nx-slow: "),
            format!("POST /faults HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000000\r\n\r\n"),
            format!("POST /faults HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000000\r\n\r\n{{\"kind\":"),
            format!("POST /reset HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000000\r\n\r\nx"),
            format!("POST /faults HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n"),
            format!("POST /faults HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{{\r\nff"),
            format!("GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 100\r\n\r\n"),
            format!("OPTIONS / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 100\r\n\r\n"),
        ] {
            requests.push((address.to_owned(), request));
        }
    }
    let dripping = requests.clone();
    let (still, drip) = thread::scope(|scope| {
        let still = scope.spawn(|| given_up_after(requests, false));
        let drip = scope.spawn(|| given_up_after(dripping, true));
        (still.join().unwrap(), drip.join().unwrap())
    });
    for (request, time) in still.into_iter().chain(drip) {
        assert!(time < PATIENCE, "{request:?}: {time:?}");
    }
    bench.assert_alive();
}

fn slow_body_is_answered_with_408() {
    let bench = start();
    for (address, path) in [(bench.emulator.control(), "/faults"), (bench.emulator.oos(), "/")] {
        let host = &address[7..];
        let answer = raw(address, &format!("POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 9\r\n\r\n{{"));
        assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    }
}

fn response_that_nobody_reads_is_given_up() {
    let bench = start();
    bench.fault(json!({ "kind": "huge", "bytes": 67_108_864 }));
    let address = &bench.emulator.oos()[7..];
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {} HTTP/1.1\r\nHost: {address}\r\n\r\n", cancel(RUNNING).sign().path()).unwrap();
    thread::sleep(PATIENCE);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    assert!(answer.len() < 60 << 20, "{}", answer.len());
}

/// Connections that are left open by some do not keep others out for long.
fn many_idle_connections_are_survived() {
    let bench = start();
    let address = &bench.emulator.control()[7..];
    let idle: Vec<_> = (0..200).map(|_| TcpStream::connect(address).unwrap()).collect();
    let began = Instant::now();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(stream, "GET /settings HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && began.elapsed() < PATIENCE, "{answer}");
    drop(idle);
}
