// Runs inside PhantomJS 2.1.1 (ES5 only): opens pages in one session, reports every script error, takes pictures.
// Arguments: host, session token, folder for pictures, then name and address of each page.

var system = require('system');
var page = require('webpage').create();

var host = system.args[1], token = system.args[2], folder = system.args[3], todo = system.args.slice(4), errors = 0;
var stuck = [];

phantom.addCookie({ name: 'sid', value: token, domain: host, path: '/' });
page.viewportSize = { width: 1366, height: 900 };
// PhantomJS forgets, about once in a hundred pages of more than six pictures, the last request in its own queue: seen on
// the wire, it is never sent. Such a page is opened a second time; a page that is stuck twice is an error.
page.settings.resourceTimeout = 10000;
page.onResourceTimeout = function (request) { stuck.push(request.url); };
page.onError = function (message, trace) {
  errors += 1;
  console.log('script error: ' + message + ' ' + JSON.stringify(trace));
};

function next() {
  var name = todo.shift(), url = todo.shift();
  if (!name) {
    phantom.exit(errors ? 1 : 0);
    return;
  }
  open(name, url, 2);
}

function open(name, url, tries) {
  stuck = [];
  page.open(url, function (status) {
    if (stuck.length) {
      console.log(url + ': no answer to ' + stuck.join(' '));
      if (tries > 1) {
        open(name, url, tries - 1);
        return;
      }
      errors += 1;
    }
    var ran = page.evaluate(function () { return / js\b/.test(' ' + document.documentElement.className); });
    if (status !== 'success' || !ran) {
      errors += 1;
      console.log(url + ': ' + status + (ran ? '' : ', our script did not run'));
    }
    if (folder) { page.render(folder + '/' + name + '-phantom.png'); }
    next();
  });
}

next();
