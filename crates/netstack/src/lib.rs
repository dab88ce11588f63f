//! The small in-memory socket layer that the exercises of Socklings work on.
//!
//! Everything here is plain data that can be printed: a [`SocketTable`] holds [`Socket`]s, an
//! [`Operation`] changes the table, and a [`Trace`] shows each step with the table after it. An
//! exercise is a function on a [`SocketTable`]; a [`Story`] says which operations happen, in which
//! order; [`play`] puts the two together.
//!
//! The names are those of RFC 9293, of socket(7) and of `ss`. Where systems differ, this crate does
//! what Linux does. It is a model: no packet is lost, time passes only where a story says so, and there
//! is no IPv6.
//!
//! ```
//! use netstack::{Fd, Socket, SocketTable, State};
//!
//! let mut table = SocketTable::default();
//! let id = table.insert(Socket::default());
//! let fd = table.open(id).unwrap();
//! assert_eq!(fd, Fd(3)); // 0, 1 and 2 are standard input, output and error
//! assert_eq!(table[id].state, State::Closed);
//! println!("{table}");
//! ```

mod counted;
mod errno;
mod exercises;
mod ids;
mod operation;
mod play;
mod quoted;
mod returned;
mod row;
mod segment;
mod socket;
mod story;
mod syntax;
mod table;
mod trace;

pub use counted::{Endpoint, looks};
pub use errno::Errno;
pub use exercises::{
    Accept, Accepted, Bind, Close, Create, Deliver, Listen, Lookup, Perform, Ports, Queue, Send,
    SocketIndex, Start, Teardown,
};
pub use ids::{Fd, SocketId};
pub use operation::{Event, Operation};
pub use play::play;
pub use returned::Returned;
pub use row::Row;
pub use segment::{Flags, FourTuple, Segment};
pub use socket::{Backlog, Options, Receiving, Sending, Socket, State};
pub use story::{Action, Given, Story};
pub use syntax::SyntaxError;
pub use table::{Limits, SocketTable};
pub use trace::{Mark, Step, Trace};
