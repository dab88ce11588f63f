//! Makes the known mistakes of `12_send`.

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// What each mistake leaves right.
#[path = "../../../solutions/12_send/src/send.rs"]
mod right;

mistakes! {
    send in [
        sends_at_once,
    ] => netstack::play("", || netstack::Send {
        send: send::send,
        output: send::output,
        acknowledged: send::acknowledged,
        expired: send::expired,
    })
}
