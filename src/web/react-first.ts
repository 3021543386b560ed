// A file of its own beside the page's, so that React is read in one task and the page in another, with taps between.
import 'react-dom/client'
