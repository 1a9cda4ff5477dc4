// scenario: A request to the path is claimed and answered
mock('getRequestPath', '/hello');
mock('getRequestQueryParameter', 'login');
mock('runContainer', (event, onComplete) => {
  assertThat(event).isEqualTo({ event_name: 'login' });
  onComplete();
});
runCode({ path: '/hello' });
assertApi('claimRequest').wasCalled();
assertApi('setResponseStatus').wasCalledWith(204);
assertApi('returnResponse').wasCalled();

// scenario: Any other request is left to other clients
mock('getRequestPath', '/other');
runCode({ path: '/hello' });
assertApi('claimRequest').wasNotCalled();
