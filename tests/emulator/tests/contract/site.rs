//! The demo port.

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::PathBuf,
};

use oos_emulator::{Emulator, Options};
use serde_json::Value;
use ureq::http;

use crate::support::{Bench, Reply, agent};

struct Site {
    bench: Bench,
    folder: PathBuf,
}

fn site() -> Site {
    let folder = std::env::temp_dir().join(format!("oos-emulator-{}", uuid::Uuid::new_v4()));
    let (www, pkg) = (folder.join("www"), folder.join("pkg"));
    fs::create_dir_all(&www).unwrap();
    fs::create_dir_all(pkg.join("wasm")).unwrap();
    fs::write(www.join("index.html"), "<title>Demo</title>").unwrap();
    fs::write(www.join("main.js"), "export {};").unwrap();
    fs::write(pkg.join("wasm/oos.wasm"), b"\0asm").unwrap();
    fs::write(folder.join("secret.txt"), "not for the page").unwrap();
    let options = Options { www: Some(www), pkg: Some(pkg), ..Options::default() };
    Site { bench: Bench { emulator: Emulator::start(&options).unwrap(), agent: agent() }, folder }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Site {
    fn get(&self, path: &str) -> Reply {
        let uri = self.bench.emulator.demo().to_owned() + path;
        self.bench.raw(http::Request::builder().uri(uri).body(String::new()).unwrap()).unwrap()
    }
}

#[test]
fn files_come_with_their_types_and_uncached() {
    let site = site();
    for (path, content_type) in [
        ("/", "text/html"),
        ("/index.html", "text/html"),
        ("/main.js", "text/javascript"),
        ("/pkg/wasm/oos.wasm", "application/wasm"),
        ("/demo.json", "application/json"),
    ] {
        let reply = site.get(path);
        assert_eq!((reply.status, reply.header("content-type")), (200, Some(content_type)), "{path}");
        assert_eq!(reply.header("cache-control"), Some("no-store"));
    }
    assert_eq!(site.get("/nothing.js").status, 404);
    assert_eq!(site.get("/pkg/nothing.js").status, 404);
}

#[test]
fn the_page_is_told_the_way() {
    let site = site();
    let emulator = &site.bench.emulator;
    let demo: Value = site.get("/demo.json").json();
    assert_eq!((demo["oos"].as_str(), demo["control"].as_str()), (Some(emulator.oos()), Some(emulator.control())));
    assert_ne!(emulator.demo(), emulator.oos());
    assert_eq!(demo["accounts"][0]["accessKeyId"], "LTAI-demo-full");
    assert_eq!(demo["accounts"][0]["accessKeySecret"], "demo-secret-full");
    assert_eq!(demo["executions"][0]["status"], "Running");
}

#[test]
fn nothing_outside_the_folders_is_served() {
    let site = site();
    let address = site.bench.emulator.demo().trim_start_matches("http://");
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/pkg/../secret.txt",
        "/pkg/../../secret.txt",
        "/pkg/%2e%2e/%2e%2e/secret.txt",
        "/pkg/..%2f..%2fsecret.txt",
        "/pkg//../secret.txt",
        "/..%5csecret.txt",
    ] {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(!answer.starts_with("HTTP/1.1 200") && !answer.contains("not for the page"), "{path}: {answer}");
    }
}
