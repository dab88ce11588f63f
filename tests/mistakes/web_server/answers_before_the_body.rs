//! "What is refused need not be whole."

use std::net::TcpStream;

use crate::given::{self, Answer, Method, Next, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{next_by, right};

pub fn talk(mut client: TcpStream, settings: &Settings) {
    let _ = client.set_write_timeout(Some(settings.patience));
    let mut buffer = Vec::new();
    // How much of a body is still to come.
    let mut left = 0;
    loop {
        let next = next_by(&mut client, &mut buffer, settings, |buffer, settings| {
            let here = left.min(buffer.len());
            buffer.drain(..here);
            left -= here;
            if left > 0 {
                return Ok(None);
            }
            let end = buffer.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4);
            let Some(end) = end.filter(|_| buffer.starts_with(b"POST ")) else {
                return right::take(buffer, settings);
            };
            let request = given::parse(&buffer[..end])?;
            if request.body > settings.body {
                return Err(Status::ContentTooLarge);
            }
            buffer.drain(..end);
            left = request.body;
            Ok(Some(request))
        });
        let (answer, is_head, keep_alive) = match next {
            Next::Request(request) if request.method == Method::Other => {
                (Answer::Refusal(Status::MethodNotAllowed), false, request.keep_alive)
            }
            Next::Request(request) => (
                right::find(&settings.root, &request.path),
                request.method == Method::Head,
                request.keep_alive,
            ),
            Next::Refuse(status) => (Answer::Refusal(status), false, false),
            Next::End => return,
        };
        if right::respond(&mut client, answer, is_head, keep_alive).is_err() {
            return;
        }
        if !keep_alive {
            return right::close(&mut client, settings);
        }
    }
}
