//! The error numbers that socket calls return, by the names that errno(3) gives them.

use std::fmt;
use std::str::FromStr;

macro_rules! errnos {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// Why a socket call failed. The names are those of errno(3).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Errno {
            $($(#[$doc])* $name,)*
        }

        impl fmt::Display for Errno {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$name => stringify!($name),)* })
            }
        }

        impl FromStr for Errno {
            type Err = ();

            fn from_str(name: &str) -> Result<Self, ()> {
                match name { $(stringify!($name) => Ok(Self::$name),)* _ => Err(()) }
            }
        }
    };
}

errnos! {
    /// The program has no right to this: a low port (bind(2)).
    EACCES,
    /// Another socket has this address and port, or no port is left (bind(2), listen(2)).
    EADDRINUSE,
    /// The address is none of this host's (bind(2)), or no port is left for this peer (connect(2)).
    EADDRNOTAVAIL,
    /// Nothing is there yet; try again (accept(2), recv(2) and send(2), with O_NONBLOCK).
    EAGAIN,
    /// The socket is connecting already (connect(2)).
    EALREADY,
    /// This descriptor is not open.
    EBADF,
    /// Nobody listens at that address and port (connect(2)).
    ECONNREFUSED,
    /// The peer broke the connection off.
    ECONNRESET,
    /// The connection packet is on its way, and not answered yet (connect(2), with O_NONBLOCK).
    EINPROGRESS,
    /// The socket is in a state, or the argument has a value, for which the call makes no sense.
    EINVAL,
    /// The socket is connected already, or listens (connect(2)).
    EISCONN,
    /// The process has as many open descriptors as it may have.
    EMFILE,
    /// The socket has no peer (recv(2), shutdown(2)).
    ENOTCONN,
    /// Nothing can be sent any more: this side has ended its data, or has no peer (send(2)).
    EPIPE,
    /// The peer has acknowledged nothing for too long (tcp(7)).
    ETIMEDOUT,
}

impl std::error::Error for Errno {}
