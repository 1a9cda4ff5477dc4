/** Pushes page_view when the path is another one than at the last page view, so the first page counts once. */
function pageView() {
  var state = sharedState();
  if (state.path !== location.pathname) {
    state.path = location.pathname;
    window.dataLayer = window.dataLayer || [];
    // What an earlier push left, such as an order, is not the page's.
    window.dataLayer.push({ event: 'page_view', ecommerce: null });
  }
}
