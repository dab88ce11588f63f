//! The tests of the command and of the book. They are one program: so they run beside each other, and the
//! book is rendered once for all.

mod book;
mod common;
mod copy;
mod course;
mod desk;
mod machines;
mod page;
mod pages;
mod player;
