//! The demo port.

use std::{fs, os::unix::fs::symlink, path::PathBuf};

use oos_emulator::{Emulator, Options};
use serde_json::Value;
use ureq::http;

use crate::support::{Bench, Reply, agent, raw};

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
        "/%252e%252e/secret.txt",
        "/%2e./secret.txt",
        "/.%2e%2fsecret.txt",
        "/pkg%2f..%2f..%2fsecret.txt",
        "/x/../../secret.txt",
        "/%2fetc%2fpasswd",
        "//etc/passwd",
        "/pkg//etc/passwd",
        "/pkg/%2fetc/passwd",
        "/index.html%00.txt",
        "/%00",
        "/%ff",
        "/..",
        "/../",
        "/%2e%2e",
        "/.",
        "/index.html/",
        "/index.html/..%2f..%2fsecret.txt",
    ] {
        let answer = raw(address, &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"));
        assert!(!answer.starts_with("HTTP/1.1 200") && !answer.contains("not for the page"), "{path}: {answer}");
    }
}

#[test]
fn links_out_of_the_folders_are_not_followed() {
    let site = site();
    let (www, pkg) = (site.folder.join("www"), site.folder.join("pkg"));
    let secret = site.folder.join("secret.txt");
    symlink(&secret, www.join("link.txt")).unwrap();
    symlink("../secret.txt", www.join("relative.txt")).unwrap();
    symlink(&site.folder, www.join("folder")).unwrap();
    symlink("/", pkg.join("root")).unwrap();
    symlink(&secret, pkg.join("wasm/link.wasm")).unwrap();
    symlink("link.txt", www.join("twice.txt")).unwrap();
    symlink("round.txt", www.join("round.txt")).unwrap();
    symlink("nowhere.txt", www.join("dangling.txt")).unwrap();
    fs::create_dir(www.join("sub")).unwrap();
    symlink(&secret, www.join("sub/index.html")).unwrap();
    // The name of a sibling begins with the name of the folder.
    fs::create_dir(site.folder.join("www-private")).unwrap();
    fs::write(site.folder.join("www-private/secret.txt"), "not for the page").unwrap();
    symlink("../www-private", www.join("sibling")).unwrap();
    for path in [
        "/link.txt",
        "/relative.txt",
        "/folder/secret.txt",
        "/folder/",
        "/folder",
        "/pkg/root/etc/passwd",
        "/pkg/wasm/link.wasm",
        "/twice.txt",
        "/round.txt",
        "/dangling.txt",
        "/sub/",
        "/sub",
        "/sibling/secret.txt",
    ] {
        let reply = site.get(path);
        assert_eq!((reply.status, reply.text.as_str()), (404, ""), "{path}");
    }
}

#[test]
fn links_within_the_folders_are_followed() {
    let site = site();
    symlink("main.js", site.folder.join("www/alias.js")).unwrap();
    assert_eq!(site.get("/alias.js").text, "export {};");
    symlink("../pkg", site.folder.join("www/package")).unwrap();
    assert_eq!(site.get("/package/wasm/oos.wasm").status, 404);
}

#[test]
fn served_folder_may_be_a_link_itself() {
    let site = site();
    let link = site.folder.join("current");
    symlink("www", &link).unwrap();
    let options = Options { www: Some(link), ..Options::default() };
    let bench = Bench { emulator: Emulator::start(&options).unwrap(), agent: agent() };
    let reply =
        bench.raw(http::Request::get(bench.emulator.demo().to_owned() + "/main.js").body(String::new()).unwrap());
    assert_eq!(reply.unwrap().text, "export {};");
}

#[test]
fn special_files_are_not_opened() {
    let site = site();
    let pipe = site.folder.join("www/pipe.txt");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert_eq!(site.get("/pipe.txt").status, 404);
}

#[test]
fn head_and_range_requests_are_answered_and_others_refused() {
    let site = site();
    let ask = |method: &str, range: Option<&str>| {
        let mut request =
            http::Request::builder().method(method).uri(site.bench.emulator.demo().to_owned() + "/main.js");
        if let Some(range) = range {
            request = request.header("range", range);
        }
        site.bench.raw(request.body(String::new()).unwrap()).unwrap()
    };
    let head = ask("HEAD", None);
    assert_eq!((head.status, head.text.as_str(), head.header("content-length")), (200, "", Some("10")));
    let part = ask("GET", Some("bytes=0-5"));
    assert_eq!((part.status, part.text.as_str()), (206, "export"));
    assert_eq!(ask("POST", None).status, 405);
    assert_eq!(ask("DELETE", None).status, 405);
}
