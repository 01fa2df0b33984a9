// The browser is the system's: nothing is downloaded at install.
module.exports = { skipDownload: true };
