//! How each known mistake of `21_host` shows in a trace.

mod connected;
mod end;
mod given;
mod opening;
mod seen;

use grader::Mistake;

use connected::OF_CONNECTIONS;
use end::OF_ENDS;
use given::OF_OTHERS;
use opening::OF_OPENINGS;

const COUNT: usize = OF_OTHERS.len() + OF_OPENINGS.len() + OF_CONNECTIONS.len() + OF_ENDS.len();

/// The most telling first: the first that shows is the one that is named.
pub const MISTAKES: &[Mistake] =
    &grader::joined::<COUNT>(&[OF_OTHERS, OF_OPENINGS, OF_CONNECTIONS, OF_ENDS]);
