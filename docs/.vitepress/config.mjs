// The site: README and docs as one whole. A dead link between its pages ends the build.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { defineConfig } from 'vitepress'

const root = resolve(import.meta.dirname, '../..')
const repository = 'https://github.com/pevl/pevl-djl/blob/main/'

/**
 * Links to what is no page of the site, such as a source file, lead to the repository; a paragraph that is nothing but a link to
 * a program shows the program.
 */
function linksToSources(markdown) {
  markdown.core.ruler.push('sources', ({ tokens, env, Token }) => {
    for (let i = tokens.length - 1; i >= 0; i--) {
      for (const token of tokens[i].children ?? []) {
        const href = token.type === 'link_open' ? token.attrGet('href') : null
        if (!href || /^([a-z]+:|#)/.test(href) || /\.md(#.*)?$/.test(href)) continue
        const file = resolve(dirname(env.path), href)
        if (!existsSync(file)) continue
        token.attrSet('href', repository + relative(root, file))
        if (file.endsWith('.java') && tokens[i].children.length === 3 && tokens[i - 1].type === 'paragraph_open') {
          const program = new Token('fence', 'code', 0)
          Object.assign(program, { info: 'java', markup: '```', content: readFileSync(file, 'utf8'), block: true, map: tokens[i].map })
          tokens.splice(i + 2, 0, program)
        }
      }
    }
  })
}

const page = (text, link) => ({ text, link })

export default defineConfig({
  title: 'PEVL for Deep Java Library',
  description: 'Name an object in words and get its box, on the JVM.',
  base: process.env.SITE_BASE ?? '/',
  srcDir: '..',
  srcExclude: ['**/target/**', '**/src/**', '**/node_modules/**', '.github/**', 'docs/target/**'],
  rewrites: { 'README.md': 'index.md' },
  outDir: '../target/site',
  cacheDir: '../target/site-cache',
  // Pages outside of this folder need what is installed in it.
  vite: { resolve: { alias: [{ find: /^vue(\/server-renderer)?$/, replacement: resolve(root, 'docs/node_modules/vue$1') }] } },
  markdown: { config: linksToSources },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    socialLinks: [{ icon: 'github', link: 'https://github.com/pevl/pevl-djl' }],
    sidebar: [
      { text: 'Start', items: [page('Run it', '/'), page('Programs to copy', '/docs/tutorials')] },
      {
        text: 'How to',
        items: [
          page('Use your own weights', '/docs/checkpoints'),
          page('Answer faster', '/docs/compiled'),
          page('Use GPUs', '/docs/gpu'),
          page('Serve', '/docs/serving'),
          page('Answer on a cluster', '/docs/spark'),
          page('Train', '/docs/training'),
          page('Prepare data', '/docs/training-data'),
          page('Train models of drawn shapes', '/docs/training-scenes'),
          page('Train on everyday things', '/docs/training-everyday'),
          page('Reproduce the paper', '/docs/reproduce'),
        ],
      },
      {
        text: 'Reference',
        items: [
          page('Types to start with', '/docs/api'),
          page('The program', '/docs/program'),
          page('Models', '/docs/models'),
          { text: 'Javadoc', link: '/javadoc/index.html', target: '_self' },
          page('Images', '/docs/images'),
          page('Drawn scenes', '/docs/scenes'),
          page('Limits and trust', '/docs/security'),
          page('Benchmarks', '/docs/benchmark'),
          page('Reliability', '/docs/reliability'),
          page('Changes', '/CHANGELOG'),
        ],
      },
      {
        text: 'Explanation',
        items: [
          page('Architecture', '/docs/architecture'),
          page('Differences from the original', '/docs/fidelity'),
          page('Contributing', '/CONTRIBUTING'),
          page('Releases', '/docs/releasing'),
        ],
      },
    ],
  },
})
