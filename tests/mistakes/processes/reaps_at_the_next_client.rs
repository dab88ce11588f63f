//! "Each time round the loop is often enough to look for children that have ended."

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    let mut children = Vec::new();
    loop {
        children.retain_mut(|(child, _): &mut (std::process::Child, _)| {
            matches!(child.try_wait(), Ok(None))
        });
        let place = places.take();
        if let Ok(child) = right::start(program(), right::accept(listener)) {
            children.push((child, place));
        }
    }
}
