//! "Each client is owed an answer."

use std::net::TcpStream;

use crate::given::{Next, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    match right::next_request(client, buffer, settings) {
        // The end of the stream is none of these: there a look ahead gives 0.
        Next::End if client.peek(&mut [0]).is_err() => Next::Refuse(Status::RequestTimeout),
        other => other,
    }
}
