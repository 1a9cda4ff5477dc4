/** Pushes page_view when the path is another one than at the last page view, so the first page counts once. */
function pageView() {
  var state = sharedState();
  if (state.path !== location.pathname) {
    state.path = location.pathname;
    window.dataLayer = window.dataLayer || [];
    window.dataLayer.push({ event: 'page_view' });
  }
}
