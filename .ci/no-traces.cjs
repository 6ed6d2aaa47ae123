// In place of the package `debug`, in the bundle.
module.exports = () => () => {};
