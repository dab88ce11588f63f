//! "A request, a response, and that was it."

use std::net::TcpStream;

use crate::given::{Answer, Method, Next, Settings, Status};
use crate::right;
pub use crate::right::{listener, serve};

pub fn talk(mut client: TcpStream, settings: &Settings) {
    let _ = client.set_read_timeout(Some(settings.patience));
    let _ = client.set_write_timeout(Some(settings.patience));
    let mut buffer = Vec::new();
    let (answer, is_head) = match right::next_request(&mut client, &mut buffer, settings) {
        Next::Request(request) => match request.method {
            Method::Other => (Answer::Refusal(Status::MethodNotAllowed), false),
            method => (right::find(&settings.root, &request.path), method == Method::Head),
        },
        Next::Refuse(status) => (Answer::Refusal(status), false),
        Next::End => return,
    };
    if right::respond(&mut client, answer, is_head, true).is_ok() {
        right::close(&mut client, settings);
    }
}
