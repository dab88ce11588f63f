//! "From now on bytes wait, so a timer must run."

use netstack::{Errno, Fd, SocketTable};

use crate::right::RTO_SECONDS;
pub use crate::right::{acknowledged, expired, output, received};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<usize, Errno> {
    let count = crate::right::send(table, fd, data)?;
    let id = table.socket_of(fd)?;
    if let Some(sending) = table[id].sending.as_mut().filter(|_| count > 0) {
        sending.timer = sending.timer.or(Some(RTO_SECONDS));
    }
    Ok(count)
}
