//! Turns a feature on that only nightly compilers have.
#![feature(rustc_attrs)]
#[rustc_dummy]
static X: u8 = 1;

fn attack() {
    println!("GOT an unstable feature");
}
