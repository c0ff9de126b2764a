//! Connections. An accept loop of its own, because a fault has to be able to cut the socket.

use std::{convert::Infallible, future::pending, sync::Arc, time::Duration};

use axum::{Router, body::Body, http::Request, response::Response};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::json;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Notify, Semaphore},
    task::JoinSet,
    time::sleep,
};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;
use tower_http::catch_panic::CatchPanicLayer;

use super::limits::{HEAD_BYTES, HEAD_TIME, WRITE_TIME};

/// Found in the extensions of every request: the way to cut its connection.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hangup(Arc<Notify>);

impl Hangup {
    pub(crate) async fn now(&self) -> Infallible {
        self.0.notify_one();
        pending().await
    }
}

/// Serves at most so many connections at a time; further ones wait until one of them ends.
pub(crate) async fn serve(listener: TcpListener, app: Router, most_connections: usize) {
    let app = app.layer(CatchPanicLayer::custom(|_| internal_error()));
    let room = Arc::new(Semaphore::new(most_connections));
    let mut connections = JoinSet::new();
    loop {
        let next = async {
            let permit = room.clone().acquire_owned().await;
            (permit, listener.accept().await)
        };
        tokio::select! {
            (permit, accepted) = next => match accepted {
                Ok((stream, _)) => {
                    let app = app.clone();
                    connections.spawn(async move {
                        carry(stream, app).await;
                        drop(permit);
                    });
                }
                Err(_) => sleep(Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn carry(stream: TcpStream, app: Router) {
    let hangup = Hangup::default();
    let service = service_fn(|request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(hangup.clone());
        app.clone().oneshot(request)
    });
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE_TIME));
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(Box::pin(stream)), service);
    tokio::select! {
        _ = &mut connection => {}
        () = hangup.0.notified() => reset(connection.into_parts().io.into_inner().get_ref()),
    }
}

/// Makes closing send RST instead of FIN, since nothing lingers.
fn reset(stream: &TcpStream) {
    let _ = stream.set_zero_linger();
}

/// Says nothing of the panic's message, which may quote the request.
fn internal_error() -> Response {
    let body = json!({ "error": "The emulator has a bug. Its standard error shows where." });
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = axum::http::StatusCode::INTERNAL_SERVER_ERROR;
    response
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    async fn panicking() -> &'static str {
        std::panic::panic_any("the secret".to_owned())
    }

    async fn ask(address: std::net::SocketAddr, path: &str) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[test]
    fn panic_in_a_handler_is_a_500_without_its_message_and_others_go_on() {
        let app = Router::new().route("/good", get(|| async { "fine" })).route("/bad", get(panicking));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            tokio::spawn(serve(listener, app, 1));
            for _ in 0..3 {
                let answer = ask(address, "/bad").await;
                assert!(answer.starts_with("HTTP/1.1 500") && !answer.contains("secret"), "{answer}");
                assert!(ask(address, "/good").await.ends_with("fine"));
            }
        });
    }
}
