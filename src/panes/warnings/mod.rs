//! The page that lists what went wrong while files were read.

mod state;
mod view;

pub use state::WarningsState;
pub use view::draw;
