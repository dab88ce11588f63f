//! How each known mistake of `12_send` shows in a trace.

mod ack;
mod call;
mod output;
mod received;
mod seen;
mod timer;

use grader::Mistake;

use ack::OF_ACKS;
use call::OF_SEND;
use output::OF_OUTPUT;
use received::OF_RECEIVED;
use timer::OF_EXPIRIES;

const COUNT: usize =
    OF_RECEIVED.len() + OF_SEND.len() + OF_OUTPUT.len() + OF_ACKS.len() + OF_EXPIRIES.len();

/// The most telling first: the first that shows is the one that is named.
pub const MISTAKES: &[Mistake] =
    &grader::joined::<COUNT>(&[OF_RECEIVED, OF_SEND, OF_OUTPUT, OF_ACKS, OF_EXPIRIES]);
