//! "First I look whether it is there, and then what is to be done with it."

use std::net::TcpStream;

use crate::given::{Answer, Method, Next, Settings, Status};
use crate::right;
pub use crate::right::{listener, serve};

pub fn talk(mut client: TcpStream, settings: &Settings) {
    let _ = client.set_read_timeout(Some(settings.patience));
    let _ = client.set_write_timeout(Some(settings.patience));
    let mut buffer = Vec::new();
    loop {
        let (answer, is_head, keep_alive) =
            match right::next_request(&mut client, &mut buffer, settings) {
                Next::Request(request) => {
                    let answer = match (right::find(&settings.root, &request.path), request.method)
                    {
                        (Answer::File { .. } | Answer::MovedTo(_), Method::Other) => {
                            Answer::Refusal(Status::MethodNotAllowed)
                        }
                        (answer, _) => answer,
                    };
                    (answer, request.method == Method::Head, request.keep_alive)
                }
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
