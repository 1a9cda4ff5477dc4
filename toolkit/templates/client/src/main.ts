/** A client that takes requests to one path, runs the container with an event made of them, and answers 204. */
const claimRequest = require('claimRequest');
const getRequestPath = require('getRequestPath');
const getRequestQueryParameter = require('getRequestQueryParameter');
const returnResponse = require('returnResponse');
const runContainer = require('runContainer');
const setResponseStatus = require('setResponseStatus');

if (getRequestPath() === data.path) {
  claimRequest();
  runContainer({ event_name: getRequestQueryParameter('event') || 'hello' }, () => {
    setResponseStatus(204);
    returnResponse();
  });
}
