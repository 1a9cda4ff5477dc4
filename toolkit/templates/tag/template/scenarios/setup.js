const callLater = require('callLater');
